using System.Globalization;
using Reelmill.Core;
using Reelmill.Media.Formats;
using Reelmill.Media.Formats.Mp4.Files;
using Reelmill.Media.Formats.Packets;
using Reelmill.Media.Probing;
using Reelmill.Processes;

namespace Reelmill.Media.Chunking;

/// <summary>
/// Prepares a file for cutting. MP4 and Matroska files with exact timestamps are read in place. Other files are copied once
/// into MP4 or Matroska, because seeking in them gives wrong frames, or because their packets have no timestamps.
/// </summary>
/// <param name="launcher">Starts processes.</param>
/// <param name="ffmpeg">The path of ffmpeg.</param>
/// <param name="ffprobe">The path of ffprobe.</param>
/// <param name="limits">Limits on what a file may claim.</param>
public sealed class SourcePreparer(ProcessLauncher launcher, string ffmpeg, string ffprobe, ProbeLimits limits)
{
    private readonly Prober _prober = new(launcher, ffprobe, limits);
    private readonly PacketReader _packets = new(launcher, ffprobe);
    private readonly FfmpegRunner _ffmpeg = new(launcher, ffmpeg);

    /// <summary>Probes a file, lists its packets, and copies the file where cutting needs it.</summary>
    /// <param name="path">A regular file.</param>
    /// <param name="folder">The folder for a copy; the caller deletes the copy.</param>
    /// <param name="forFiles">Whether files will be made of the packets. False when frames are only decoded.</param>
    /// <param name="cancellationToken">Stops the preparation.</param>
    /// <exception cref="ItemException">
    /// The codes of <see cref="Prober.ProbeAsync"/>; <c>no_video</c>; <c>no_timestamps</c>; <c>timeline_broken</c>; <c>chunk_failed</c>: no container that can be cut supports the video.
    /// </exception>
    public async Task<ChunkSource> PrepareAsync(string path, string folder, bool forFiles, CancellationToken cancellationToken)
    {
        string? damage = null;
        var listing = _packets.ReadAsync(path, hashed: false, cancellationToken, error => damage = error);
        var media = await ProbeAsync(path, listing, cancellationToken).ConfigureAwait(false);
        var packets = await listing.ConfigureAwait(false);
        media.RequireVideo();
        if (!PacketOrder.LacksPts(media, packets) && InPlace(path, media, packets, forFiles, media.RequireVideo()) is { } ready)
        {
            ready.Damage = damage;
            return ready;
        }

        var plan = CopyPlan.Create(path, media, packets);
        try
        {
            var copied = await CopyAsync(media, plan, folder, cancellationToken).ConfigureAwait(false);
            copied.Damage = damage;
            return copied;
        }
        catch (ItemException e) when (e is { IsTransient: false, Code: "chunk_failed" or "not_media" })
        {
            // Probing and listing the file succeeded, so the copy fails. The path of the copy would not help a user.
            var codec = media.RequireVideo().Codec ?? "unknown";
            throw new ItemException(
                "chunk_failed", $"Cutting '{path}': no container that can be cut supports its video codec ({codec}). Encode it first: ffmpeg -i IN -c:v libx264 -c:a aac OUT.mp4.", innerException: e);
        }
    }

    private async Task<ChunkSource> CopyAsync(MediaInfo media, CopyPlan plan, string folder, CancellationToken cancellationToken)
    {
        var copy = Path.Combine(folder, "source" + (Mp4Codecs.SupportsMedia(media) ? ".mp4" : ".mkv"));
        if (plan.NeedsPts)
        {
            await new PtsRestorer(launcher, ffmpeg, ffprobe).CopyAsync(media, plan, copy, withText: false, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await _ffmpeg.WriteAsync(PtsRestorer.Copying, media.Path, plan.Arguments(copy), cancellationToken).ConfigureAwait(false);
        }

        if (PaletteCheck.IsNeeded(media.RequireVideo()))
        {
            await new PaletteCheck(_ffmpeg).RequireSameAsync(media, copy, cancellationToken).ConfigureAwait(false);
        }

        return await OpenCopyAsync(media, plan, copy, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Probes the file while its packets are listed. A file that is not media fails in both processes, and the probe's
    /// message is better.
    /// </summary>
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
        var fits = Mp4Codecs.SupportsMedia(media);
        var tracks = fits && media.IsMp4 ? UsableTracks(media, index, audio) : null;
        return tracks is not null || !forFiles || (media.IsMatroska && !fits)
            ? new ChunkSource(original, media, index, audio, tracks) { OriginalStream = StreamSpecifier(stream) }
            : null;
    }

    private static string StreamSpecifier(VideoStream stream) => string.Create(CultureInfo.InvariantCulture, $"0:{stream.Index}");

    private static bool HasPackedFrames(MediaInfo media, IReadOnlyList<MediaPacket> packets) =>
        media.RequireVideo().Codec == "mpeg4" && PackedBitstream.Detect(media.Path, packets);

    /// <summary>Returns the tracks in stream order if every sample can be read in place.</summary>
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
        var source = InPlace(original.Path, media, listed, forFiles: true, original.RequireVideo()) ?? throw PtsRestorer.Unrestorable(original.Path);

        // VP9 in MP4 merges a frame that is never shown with the next shown frame into one packet.
        var merges = source.Video.Codec == "vp9";
        var count = source.Index.Packets.Count;
        return plan.VideoPackets is { } first && (merges ? first < count : first != count)
            ? throw CopyPlan.TimelineBroken(original.Path, $"the copy has {count} of {first} packets")
            : source;
    }
}
