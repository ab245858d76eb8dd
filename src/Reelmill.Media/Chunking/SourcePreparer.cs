using System.Globalization;
using Reelmill.Core;
using Reelmill.Media.Formats;
using Reelmill.Media.Formats.Mp4.Files;
using Reelmill.Media.Formats.Packets;
using Reelmill.Media.Probing;
using Reelmill.Processes;

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
    private readonly Prober _prober = new(launcher, ffprobe, limits);
    private readonly PacketReader _packets = new(launcher, ffprobe);
    private readonly FfmpegRun _ffmpeg = new(launcher, ffmpeg);

    /// <summary>Probes and lists a file, and copies it where it must be.</summary>
    /// <param name="path">A plain file.</param>
    /// <param name="folder">Where a copy may be written; the caller deletes it.</param>
    /// <param name="forFiles">Whether files will be made of its packets, rather than only pictures decoded.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ItemException">
    /// Those of <see cref="Prober.ProbeAsync"/>; <c>no_video</c>; <c>no_timestamps</c>; <c>chunk_failed</c>: no container that can be cut keeps its video.
    /// </exception>
    public async Task<ChunkSource> PrepareAsync(string path, string folder, bool forFiles, CancellationToken cancellationToken)
    {
        string? damage = null;
        var listing = _packets.ReadAsync(path, hashed: false, cancellationToken, said => damage = said);
        var media = await ProbeAsync(path, listing, cancellationToken).ConfigureAwait(false);
        var packets = await listing.ConfigureAwait(false);
        media.RequireVideo();
        if (!PacketOrder.IsShownAsDecoded(media, packets) && InPlace(path, media, packets, forFiles, media.RequireVideo()) is { } ready)
        {
            ready.Damage = damage;
            return ready;
        }

        var plan = CopyPlan.Of(path, media, packets);
        try
        {
            var copied = await CopyAsync(media, plan, folder, cancellationToken).ConfigureAwait(false);
            copied.Damage = damage;
            return copied;
        }
        catch (ItemException e) when (e is { IsTransient: false, Code: "chunk_failed" or "not_media" })
        {
            // The file itself was probed and listed: what fails is the copy, and its path would tell a user nothing.
            var codec = media.RequireVideo().Codec ?? "unknown";
            throw new ItemException(
                "chunk_failed", $"Cutting '{path}': no container that can be cut keeps its video ({codec}) as it is. Encode it first: ffmpeg -i IN -c:v libx264 -c:a aac OUT.mp4.", innerException: e);
        }
    }

    private async Task<ChunkSource> CopyAsync(MediaInfo media, CopyPlan plan, string folder, CancellationToken cancellationToken)
    {
        var copy = Path.Combine(folder, "source" + (ChunkCodecs.FitMp4(media) ? ".mp4" : ".mkv"));
        if (plan.NeedsOrder)
        {
            await new FrameOrder(launcher, ffmpeg, ffprobe).CopyAsync(media, plan, copy, withText: false, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await _ffmpeg.WriteAsync(FrameOrder.Copying, media.Path, plan.Arguments(copy), cancellationToken).ConfigureAwait(false);
        }

        if (PaletteCheck.IsNeeded(media.RequireVideo()))
        {
            await new PaletteCheck(_ffmpeg).RequireSameAsync(media, copy, cancellationToken).ConfigureAwait(false);
        }

        return await OpenCopyAsync(media, plan, copy, cancellationToken).ConfigureAwait(false);
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
        string original, MediaInfo media, IReadOnlyDictionary<int, IReadOnlyList<MediaPacket>> packets, bool forFiles, VideoStream stream)
    {
        if (!media.KeepsExactTimes || !packets.TryGetValue(media.RequireVideo().Index, out var video) || HasPackedFrames(media, video))
        {
            return null;
        }

        var audio = media.Streams.OfType<AudioStream>()
            .Where(a => packets.ContainsKey(a.Index)).Select(a => new SourceAudio(a, new PacketList(a.TimeBase, packets[a.Index]))).ToArray();
        var index = PacketIndex.Create(media.RequireVideo().Codec, media.RequireVideo().TimeBase, video);
        var fits = ChunkCodecs.FitMp4(media);
        var tracks = fits && media.IsMp4 ? UsableTracks(media, index, audio) : null;
        return tracks is not null || !forFiles || (media.IsMatroska && !fits)
            ? new ChunkSource(original, media, index, audio, tracks) { OriginalStream = NameOf(stream) }
            : null;
    }

    private static string NameOf(VideoStream stream) => string.Create(CultureInfo.InvariantCulture, $"0:{stream.Index}");

    private static bool HasPackedFrames(MediaInfo media, IReadOnlyList<MediaPacket> packets) =>
        media.RequireVideo().Codec == "mpeg4" && PackedFrames.Any(media.Path, packets);

    /// <summary>The tracks in the order of the streams, where every sample can be taken from where it lies.</summary>
    private static IReadOnlyList<Mp4TrackHeader>? UsableTracks(MediaInfo media, PacketIndex index, IReadOnlyList<SourceAudio> audio)
    {
        if (Mp4HeaderReader.Read(media.Path) is not { } tracks)
        {
            return null;
        }

        bool Usable(MediaStream stream, string handler, PacketList packets) =>
            stream.Index < tracks.Count && tracks[stream.Index] is { SampleEntryCount: 1 } track && track.Handler == handler
            && stream.TimeBase == new Rational(1, track.Timescale) && Enumerable.Range(0, packets.Count).All(i => packets[i].Position >= 0);

        return Usable(media.RequireVideo(), "vide", index.Packets) && audio.All(a => Usable(a.Stream, "soun", a.Packets)) ? tracks : null;
    }

    private async Task<ChunkSource> OpenCopyAsync(MediaInfo original, CopyPlan plan, string copy, CancellationToken cancellationToken)
    {
        var listed = await _packets.ReadAsync(copy, hashed: false, cancellationToken).ConfigureAwait(false);
        if (!listed.ContainsKey(0))
        {
            throw ProbeFailure.NoFrames(original.Path);
        }

        var media = await _prober.ProbeAsync(copy, cancellationToken).ConfigureAwait(false);
        var source = InPlace(original.Path, media, listed, forFiles: true, original.RequireVideo()) ?? throw FrameOrder.Unordered(original.Path);

        // VP9 in MP4 has frames that are never shown in one packet with the next one that is.
        var merges = source.Video.Codec == "vp9";
        var count = source.Index.Packets.Count;
        return plan.VideoPackets is { } first && (merges ? first < count : first != count)
            ? throw CopyPlan.Broken(original.Path, $"copying it gave {count} packets of {first}")
            : source;
    }
}
