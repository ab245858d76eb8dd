using Reelmill.Core;
using Reelmill.Media.Probing;
using Reelmill.Processes;

namespace Reelmill.Media.Chunking;

/// <summary>
/// Makes a video ready to be decoded whose packets say when they are decoded where they should say when they are shown,
/// as ffmpeg writes H.264 into MXF, and as MP4 is that was written without an order. A decoder gives its frames in order
/// and with wrong times, some of which go back; what comes after it drops those.
/// </summary>
/// <remarks>Safe for concurrent use.</remarks>
/// <param name="launcher">Starts processes.</param>
/// <param name="ffmpeg">The path of ffmpeg.</param>
/// <param name="ffprobe">The path of ffprobe.</param>
/// <param name="limits">What a file may claim.</param>
public sealed class OrderedCopy(ProcessLauncher launcher, string ffmpeg, string ffprobe, ProbeLimits limits)
{
    private readonly FrameOrder _order = new(launcher, ffmpeg, ffprobe);

    /// <summary>Whether the first packets are of this kind, so that a copy may be needed.</summary>
    /// <param name="media">What probing found.</param>
    public static bool MayBeNeeded(MediaInfo media) => media.RequireVideo().SeemsUnordered;

    /// <summary>Copies a video with its sound and its text, each frame with its time.</summary>
    /// <param name="media">What probing found.</param>
    /// <param name="folder">Where the copy is written; the caller deletes it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The copy; null when all packets together show that none is needed.</returns>
    /// <exception cref="ItemException"><c>no_timestamps</c>: not every packet gives one frame; those of <see cref="Prober.ProbeAsync"/>.</exception>
    public async Task<MediaInfo?> MakeAsync(MediaInfo media, string folder, CancellationToken cancellationToken)
    {
        var packets = await new PacketReader(launcher, ffprobe).ReadAsync(media.Path, hashed: false, cancellationToken).ConfigureAwait(false);
        if (!PacketOrder.IsShownAsDecoded(media, packets))
        {
            return null;
        }

        var copy = Path.Combine(folder, "ordered" + Extension(media));
        await _order.CopyAsync(media, CopyPlan.Of(media.Path, media, packets), copy, withText: true, cancellationToken).ConfigureAwait(false);
        return Labelled(await new Prober(launcher, ffprobe, limits).ProbeAsync(copy, cancellationToken).ConfigureAwait(false), media);
    }

    /// <summary>The streams of the copy, which come in the order of the source, with the languages that those have.</summary>
    private static MediaInfo Labelled(MediaInfo copy, MediaInfo media)
    {
        var sounds = new Queue<MediaStream>(media.Streams.OfType<AudioStream>());
        var texts = new Queue<MediaStream>(media.Streams.OfType<SubtitleStream>().Where(static s => s.IsText));
        return copy with
        {
            Streams = [.. copy.Streams.Select(s => (s switch { AudioStream => sounds, SubtitleStream => texts, _ => null }) is { } of && of.TryDequeue(out var source)
                ? s with { Language = source.Language, Disposition = source.Disposition }
                : s)],
        };
    }

    /// <summary>MP4 holds no PCM, and Matroska times in milliseconds only.</summary>
    private static string Extension(MediaInfo media) =>
        ChunkCodecs.FitMp4(media) ? ".mp4"
        : media.Streams.OfType<AudioStream>().All(static a => ChunkCodecs.FitsMp4(a) || a.Codec?.StartsWith("pcm_", StringComparison.Ordinal) == true) ? ".mov"
        : ".mkv";
}
