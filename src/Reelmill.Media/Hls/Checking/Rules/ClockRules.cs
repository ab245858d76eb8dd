using Reelmill.Media.Formats.Playlists;
using Reelmill.Media.Hls.Checking.Measuring;
using Reelmill.Media.Hls.Packaging;

namespace Reelmill.Media.Hls.Checking.Rules;

/// <summary>4: sound and every variant are on one clock, by the timestamps of their media (RFC 8216, 6.2.4); playlists alone do not tell.</summary>
internal static class ClockRules
{
    private const double SameClockSeconds = 0.5;
    private const double EndSeconds = 1;

    /// <summary>Two AAC frames of priming may come before the picture; viewers notice less than that in no direction.</summary>
    private const double InStepSeconds = 0.05;

    public static HlsRule Clock { get; } = new(
        4, "rfc8216-one-clock", HlsSeverity.Must,
        "By the timestamps of their media, sound and every variant begin within 0.5 s of each other and end within 1 s.");

    public static HlsRule Step { get; } = new(
        4, "players-in-step", HlsSeverity.Should,
        "By the timestamps of their media, sound and every variant begin within 0.05 s of each other; a larger difference is mostly a decoder's delay that was not taken off.");

    public static IEnumerable<HlsFinding> Check(StreamFacts stream)
    {
        var pictures = stream.Variants.Select(static v => v.Track).Distinct()
            .SelectMany(static t => Part(t, "pictures", t.PictureSpan))
            .ToArray();
        if (pictures is not [var first, .. var others])
        {
            return [];
        }

        var sounds = stream.Variants.Select(static v => v.Track)
            .Concat(stream.Renditions.Where(static r => r.Rendition.Type == MediaRendition.AudioType).Select(static r => r.Track))
            .Distinct()
            .SelectMany(static t => Part(t, "sound", t.SoundSpan));
        return others.Concat(sounds).SelectMany(o => Compare(first, o));
    }

    private static IEnumerable<(TrackFacts Track, string What, StreamSpan Span)> Part(TrackFacts track, string what, StreamSpan? span) =>
        span is { } known ? [(track, what, known)] : [];

    private static IEnumerable<HlsFinding> Compare((TrackFacts Track, string What, StreamSpan Span) first, (TrackFacts Track, string What, StreamSpan Span) other)
    {
        var (early, late) = (other.Span.Start - first.Span.Start, other.Span.End - first.Span.End);
        if (Math.Abs(early) > InStepSeconds)
        {
            yield return (Math.Abs(early) > SameClockSeconds ? Clock : Step).In(
                other.Track.Name,
                $"expected {other.What} from {first.Span.Start:0.###} s as the pictures of {first.Track.Name}, found {other.Span.Start:0.###} s by timestamps; write all renditions with one clock");
        }

        if (Math.Abs(late) > EndSeconds && Math.Abs(early) <= SameClockSeconds)
        {
            yield return Clock.In(
                other.Track.Name,
                $"expected {other.What} until {first.Span.End:0.###} s as the pictures of {first.Track.Name}, found {other.Span.End:0.###} s by timestamps; fill what is missing, or cut what is too much");
        }
    }
}
