using System.Globalization;
using Reelmill.Core;
using Reelmill.Media.Chunking.Mp4;
using Reelmill.Media.Probing;
using Reelmill.Media.Processes;

namespace Reelmill.Media.Chunking;

/// <summary>
/// Makes a file ready to be cut. What an MP4 or Matroska file keeps exactly is read in place; others are copied once
/// into one of the two, since seeking in them gives wrong pictures or their packets have no times.
/// </summary>
/// <param name="launcher">Starts processes.</param>
/// <param name="ffmpeg">The path of ffmpeg.</param>
/// <param name="ffprobe">The path of ffprobe.</param>
/// <param name="limits">What a file may claim.</param>
public sealed class SourcePreparer(ProcessLauncher launcher, string ffmpeg, string ffprobe, ProbeLimits limits)
{
    /// <summary>The time base of an MP4 file's offsets: fine enough for every container that is copied.</summary>
    private const string MovieTimescale = "90000";

    private readonly Prober _prober = new(launcher, ffprobe, limits);
    private readonly PacketReader _packets = new(launcher, ffprobe);
    private readonly FfmpegRun _ffmpeg = new(launcher, ffmpeg);

    /// <summary>Probes and lists a file, and copies it where it must be.</summary>
    /// <param name="path">A plain file.</param>
    /// <param name="folder">Where a copy may be written; the caller deletes it.</param>
    /// <param name="forFiles">Whether files will be made of its packets, rather than only pictures decoded.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ItemException">
    /// Those of <see cref="Prober.ProbeAsync"/>; <c>no_video</c>; <c>no_timestamps</c>; <c>chunk_failed</c>: it could not be copied.
    /// </exception>
    public async Task<ChunkSource> PrepareAsync(string path, string folder, bool forFiles, CancellationToken cancellationToken)
    {
        var listing = _packets.ReadAsync(path, hashed: false, cancellationToken);
        var media = await ProbeAsync(path, listing, cancellationToken).ConfigureAwait(false);
        var packets = await listing.ConfigureAwait(false);
        media.RequireVideo();
        if (InPlace(path, media, packets, forFiles) is { } ready)
        {
            return ready;
        }

        var copy = Path.Combine(folder, "source" + (ChunkCodecs.FitMp4(media) ? ".mp4" : ".mkv"));
        await CopyAsync(media, packets, copy, cancellationToken).ConfigureAwait(false);
        if (NeedsTimes(media, packets))
        {
            await new BareStream(launcher, ffprobe, _packets).OrderAsync(path, copy, cancellationToken).ConfigureAwait(false);
        }

        return await OpenCopyAsync(path, media, packets, copy, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Both processes run at once: a file that is no media at all fails in both, and the better message counts.</summary>
    private async Task<MediaInfo> ProbeAsync(string path, Task listing, CancellationToken cancellationToken)
    {
        try
        {
            return await _prober.ProbeAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await listing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    private static ChunkSource? InPlace(
        string original, MediaInfo media, IReadOnlyDictionary<int, IReadOnlyList<MediaPacket>> packets, bool forFiles)
    {
        if (!ChunkCodecs.IsExact(media) || !packets.TryGetValue(media.RequireVideo().Index, out var video))
        {
            return null;
        }

        var audio = media.Streams.OfType<AudioStream>()
            .Where(a => packets.ContainsKey(a.Index)).Select(a => new SourceAudio(a, new PacketList(a.TimeBase, packets[a.Index]))).ToArray();
        var index = new PacketIndex(media.RequireVideo().TimeBase, video);
        var fits = ChunkCodecs.FitMp4(media);
        var tracks = fits && ChunkCodecs.IsMp4(media) ? UsableTracks(media, index, audio) : null;
        return tracks is not null || !forFiles || (ChunkCodecs.IsMatroska(media) && !fits)
            ? new ChunkSource(original, media, index, audio, tracks)
            : null;
    }

    /// <summary>The tracks in the order of the streams, where every sample can be taken from where it lies.</summary>
    private static IReadOnlyList<Mp4Track>? UsableTracks(MediaInfo media, PacketIndex index, IReadOnlyList<SourceAudio> audio)
    {
        if (Mp4Header.Read(media.Path) is not { } tracks)
        {
            return null;
        }

        bool Usable(MediaStream stream, string handler, PacketList packets) =>
            stream.Index < tracks.Count && tracks[stream.Index] is { DescriptionCount: 1 } track && track.Handler == handler
            && stream.TimeBase == new Rational(1, track.Timescale) && Enumerable.Range(0, packets.Count).All(i => packets[i].Position >= 0);

        return Usable(media.RequireVideo(), "vide", index.Packets) && audio.All(a => Usable(a.Stream, "soun", a.Packets)) ? tracks : null;
    }

    private async Task CopyAsync(
        MediaInfo media, IReadOnlyDictionary<int, IReadOnlyList<MediaPacket>> packets, string target, CancellationToken cancellationToken)
    {
        var video = media.RequireVideo();
        await _ffmpeg.WriteAsync(
            "Copying into a container that can be cut",
            media.Path,
            [
                "-v", "level+error", "-y", "-fflags", "+genpts", "-copyts",
                .. InputGuard.Arguments(media.Path),
                .. new[] { video.Index }.Concat(media.Streams.OfType<AudioStream>().Select(static a => a.Index)).SelectMany(Map),
                "-c", "copy", "-copyinkf", "-strict", "-2",
                .. NeedsTimes(media, packets) ? Timed(video) : [],
                .. ChunkArguments.Plain,
                "-max_interleave_delta", "0", "-movie_timescale", MovieTimescale, "-avoid_negative_ts", "disabled",
                $"file:{target}",
            ],
            cancellationToken).ConfigureAwait(false);
    }

    private static bool NeedsTimes(MediaInfo media, IReadOnlyDictionary<int, IReadOnlyList<MediaPacket>> packets) =>
        !packets.ContainsKey(media.RequireVideo().Index) && !IsTimed(media);

    /// <summary>Containers whose packets have some times, from which ffmpeg makes the others; bare streams have none at all.</summary>
    private static bool IsTimed(MediaInfo media) =>
        media.FormatNames.Any(static f => f is "mpeg" or "mpegts" or "avi" or "flv" or "asf" or "ogg" or "mxf" or "gxf" or "nut" or "wtv" or "rm" or "dv" or "mp4" or "matroska" or "ivf");

    /// <summary>Gives the packets of a bare stream times in the order of decoding, a frame apart.</summary>
    private static string[] Timed(VideoStream video)
    {
        // The same unit before and after, since releases of ffmpeg differ in which of the two a filter of packets sees.
        var rate = video.AverageFrameRate ?? video.RealFrameRate ?? new Rational(25, 1);
        var frame = Ticks.Round(1, new Rational(rate.Denominator, rate.Numerator), video.TimeBase).ToString(CultureInfo.InvariantCulture);
        return
        [
            "-bsf:v", $"setts=pts=N*{frame}:dts=N*{frame}",
            "-video_track_timescale", video.TimeBase.Denominator.ToString(CultureInfo.InvariantCulture),
        ];
    }

    private async Task<ChunkSource> OpenCopyAsync(
        string original, MediaInfo before, IReadOnlyDictionary<int, IReadOnlyList<MediaPacket>> packets, string copy, CancellationToken cancellationToken)
    {
        var media = await _prober.ProbeAsync(copy, cancellationToken).ConfigureAwait(false);
        var listed = await _packets.ReadAsync(copy, hashed: false, cancellationToken).ConfigureAwait(false);
        if (InPlace(original, media, listed, forFiles: true) is not { } source)
        {
            throw new ItemException("no_timestamps", $"Copying '{original}' into a container that can be cut gave packets without times. Repair it first, such as with ffmpeg -i IN -c copy OUT.mkv.");
        }

        // VP9 in MP4 has frames that are never shown in one packet with the next one that is.
        var merges = source.Video.Codec == "vp9";
        return packets.TryGetValue(before.RequireVideo().Index, out var first)
            && (merges ? first.Count < source.Index.Packets.Count : first.Count != source.Index.Packets.Count)
            ? throw new ItemException("timeline_broken", $"Copying '{original}' into a container that can be cut gave {source.Index.Packets.Count} packets of {first.Count}: its times go back or jump. Repair it first, such as by encoding it anew.")
            : source;
    }

    private static string[] Map(int stream) => ["-map", string.Create(CultureInfo.InvariantCulture, $"0:{stream}")];
}
