using Reelmill.Media.Formats.Playlists;
using Reelmill.Media.Hls.Checking.Measuring;
using Reelmill.Media.Hls.Packaging;

namespace Reelmill.Media.Hls.Checking.Rules;

/// <summary>
/// 4: audio and every variant share one timeline by the timestamps of their media (RFC 8216, 6.2.4); playlists alone do
/// not show it.
/// </summary>
internal static class TimelineRules
{
    private const double TimelineToleranceSeconds = 0.5;
    private const double EndToleranceSeconds = 1;

    /// <summary>Two AAC frames of priming may precede the video; viewers do not notice a smaller offset in either direction.</summary>
    private const double StartToleranceSeconds = 0.05;

    public static HlsRule SharedTimeline { get; } = new(
        4, "rfc8216-one-clock", HlsSeverity.Must,
        "By media timestamps, audio and every variant begin within 0.5 s of each other and end within 1 s.");

    public static HlsRule StartOffset { get; } = new(
        4, "players-in-step", HlsSeverity.Should,
        "By media timestamps, audio and every variant begin within 0.05 s of each other; a larger difference is usually a decoder delay that was not removed.");

    public static IEnumerable<HlsFinding> Check(MeasuredStream stream)
    {
        var videos = stream.Variants.Select(static v => v.Track).Distinct()
            .SelectMany(static t => SelectKnown(t, "video", t.VideoSpan))
            .ToArray();
        if (videos is not [var first, .. var others])
        {
            return [];
        }

        var audio = stream.Variants.Select(static v => v.Track)
            .Concat(stream.Renditions.Where(static r => r.Rendition.Type == MediaRendition.AudioType).Select(static r => r.Track))
            .Distinct()
            .SelectMany(static t => SelectKnown(t, "audio", t.AudioSpan));
        return others.Concat(audio).SelectMany(o => Compare(first, o));
    }

    private static IEnumerable<(MeasuredTrack Track, string Media, StreamSpan Span)> SelectKnown(MeasuredTrack track, string media, StreamSpan? span) =>
        span is { } known ? [(track, media, known)] : [];

    private static IEnumerable<HlsFinding> Compare((MeasuredTrack Track, string Media, StreamSpan Span) first, (MeasuredTrack Track, string Media, StreamSpan Span) other)
    {
        var (startOffset, endOffset) = (other.Span.Start - first.Span.Start, other.Span.End - first.Span.End);
        if (Math.Abs(startOffset) > StartToleranceSeconds)
        {
            yield return (Math.Abs(startOffset) > TimelineToleranceSeconds ? SharedTimeline : StartOffset).CreateFinding(
                other.Track.Name,
                $"expected {other.Media} to begin at {first.Span.Start:0.###} s like the video of {first.Track.Name}, found {other.Span.Start:0.###} s by timestamps; put all renditions on one timeline");
        }

        if (Math.Abs(endOffset) > EndToleranceSeconds && Math.Abs(startOffset) <= TimelineToleranceSeconds)
        {
            yield return SharedTimeline.CreateFinding(
                other.Track.Name,
                $"expected {other.Media} to end at {first.Span.End:0.###} s like the video of {first.Track.Name}, found {other.Span.End:0.###} s by timestamps; pad or trim it");
        }
    }
}
