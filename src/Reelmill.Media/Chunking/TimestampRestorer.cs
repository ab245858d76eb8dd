using Reelmill.Core;
using Reelmill.Media.Probing;
using Reelmill.Processes;

namespace Reelmill.Media.Chunking;

/// <summary>
/// Copies a video with presentation timestamps restored, where packets have decode timestamps instead. ffmpeg writes H.264
/// into MXF like this, and so are MP4 files without a composition offset table. A decoder would give frames in order
/// but with wrong times, some of which go back, and later filters would drop those frames.
/// </summary>
/// <remarks>Safe for concurrent use.</remarks>
/// <param name="launcher">Starts processes.</param>
/// <param name="ffmpeg">The path of ffmpeg.</param>
/// <param name="ffprobe">The path of ffprobe.</param>
/// <param name="limits">Limits on what a file may claim.</param>
public sealed class TimestampRestorer(ProcessLauncher launcher, string ffmpeg, string ffprobe, ProbeLimits limits)
{
    private readonly PtsRestorer _order = new(launcher, ffmpeg, ffprobe);

    /// <summary>Whether the first packets appear to have decode timestamps only, so that a copy may be needed.</summary>
    /// <param name="media">The probe result.</param>
    public static bool MayNeedRestoring(MediaInfo media) => media.RequireVideo().SeemsToLackPts;

    /// <summary>Copies a video with its audio and text subtitles, each frame at its presentation time.</summary>
    /// <param name="media">The probe result.</param>
    /// <param name="folder">The folder of the copy; the caller deletes the copy.</param>
    /// <param name="cancellationToken">Stops the copy.</param>
    /// <returns>The probe result of the copy; null when the packets show that no copy is needed.</returns>
    /// <exception cref="ItemException"><c>no_timestamps</c>: some packet does not decode to one frame; and the codes of <see cref="Prober.ProbeAsync"/>.</exception>
    public async Task<MediaInfo?> RestoreAsync(MediaInfo media, string folder, CancellationToken cancellationToken)
    {
        var packets = await new PacketReader(launcher, ffprobe).ReadAsync(media.Path, hashed: false, cancellationToken).ConfigureAwait(false);
        if (!PacketOrder.LacksPts(media, packets))
        {
            return null;
        }

        var copy = Path.Combine(folder, "ordered" + Extension(media));
        await _order.CopyAsync(media, CopyPlan.Create(media.Path, media, packets), copy, withText: true, cancellationToken).ConfigureAwait(false);
        return Labelled(await new Prober(launcher, ffprobe, limits).ProbeAsync(copy, cancellationToken).ConfigureAwait(false), media);
    }

    /// <summary>Sets the languages and dispositions of the copy's streams to those of the source. Both have the same order.</summary>
    private static MediaInfo Labelled(MediaInfo copy, MediaInfo media)
    {
        var audio = new Queue<MediaStream>(media.Streams.OfType<AudioStream>());
        var text = new Queue<MediaStream>(media.Streams.OfType<SubtitleStream>().Where(static s => s.IsText));
        return copy with
        {
            Streams = [.. copy.Streams.Select(s => (s switch { AudioStream => audio, SubtitleStream => text, _ => null }) is { } sources && sources.TryDequeue(out var source)
                ? s with { Language = source.Language, Disposition = source.Disposition }
                : s)],
        };
    }

    /// <summary>Chooses the extension: MP4 does not hold PCM, and Matroska rounds times to milliseconds.</summary>
    private static string Extension(MediaInfo media) =>
        Mp4Codecs.SupportsMedia(media) ? ".mp4"
        : media.Streams.OfType<AudioStream>().All(static a => Mp4Codecs.Supports(a) || a.Codec?.StartsWith("pcm_", StringComparison.Ordinal) == true) ? ".mov"
        : ".mkv";
}
