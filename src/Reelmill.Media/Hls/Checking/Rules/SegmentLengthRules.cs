using Reelmill.Media.Hls.Checking.Measuring;

namespace Reelmill.Media.Hls.Checking.Rules;

/// <summary>11: segments last about six seconds, and as long as their playlist says.</summary>
internal static class SegmentLengthRules
{
    private const decimal NominalSeconds = 6;
    private const decimal NominalApart = 1;
    private const double LongestApart = 0.5;
    private const double Rounding = 0.001;

    /// <summary>Sound overlaps cuts by up to a frame, and the last picture's duration is a guess in MPEG-TS.</summary>
    private const double ExactApart = 0.15;

    public static HlsRule Nominal { get; } = new(
        11, "apple-segment-nominal", HlsSeverity.Should, "Segments last nominally 6 seconds: their median, the last one left out, is 5 to 7 seconds.");

    public static HlsRule Longest { get; } = new(
        11, "apple-segment-longest", HlsSeverity.Must, "No segment, by its pictures, lasts more than the target duration and 0.5 seconds.");

    public static HlsRule Exact { get; } = new(
        11, "rfc8216-extinf", HlsSeverity.Should, "EXTINF is what the pictures of the segment last, within 0.15 seconds; players seek by it.");

    public static IEnumerable<HlsFinding> Check(StreamFacts stream) => stream.ReadableVariants
        .DistinctBy(static v => v.Track)
        .SelectMany(static v => CheckTrack(v.Track, v.Playlist.TargetDuration));

    private static IEnumerable<HlsFinding> CheckTrack(TrackFacts track, int target)
    {
        var median = track.Segments.SkipLast(1).Select(static s => s.Entry.Seconds).Order().Skip((track.Segments.Count - 1) / 2).FirstOrDefault(NominalSeconds);
        if (Math.Abs(median - NominalSeconds) > NominalApart)
        {
            yield return Nominal.In(track.Name, $"expected segments of about {NominalSeconds} s, found a median of {median} s; shorter ones cost more requests, longer ones slower starts");
        }

        foreach (var (segment, seconds) in Lengths(track))
        {
            if (seconds > target + LongestApart + Rounding)
            {
                yield return Longest.In(segment.Name, $"expected at most {target + LongestApart} s (target duration and {LongestApart} s), found {seconds:0.###} s of pictures; cut shorter");
            }

            if (Math.Abs(seconds - (double)segment.Entry.Seconds) > ExactApart)
            {
                yield return Exact.In(segment.Name, $"expected {seconds:0.###} s as its pictures last, found #EXTINF:{segment.Entry.Seconds}; write what was measured");
            }
        }
    }

    /// <summary>From a segment's first picture to the next one's; where that is not known, to its own end.</summary>
    private static IEnumerable<(SegmentFacts Segment, double Seconds)> Lengths(TrackFacts track)
    {
        for (var i = 0; i < track.Segments.Count; i++)
        {
            var next = i + 1 < track.Segments.Count && !track.Segments[i + 1].Entry.Discontinuity ? track.Segments[i + 1].Media?.Pictures : null;
            if (track.Segments[i].Media?.Pictures is { } pictures)
            {
                yield return (track.Segments[i], (next?.Start ?? pictures.End) - pictures.Start);
            }
        }
    }
}
