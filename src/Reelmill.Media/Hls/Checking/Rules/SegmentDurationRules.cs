using Reelmill.Media.Hls.Checking.Measuring;

namespace Reelmill.Media.Hls.Checking.Rules;

/// <summary>11: segments last about six seconds, and as long as their playlist declares.</summary>
internal static class SegmentDurationRules
{
    private const decimal NominalSeconds = 6;
    private const decimal NominalTolerance = 1;
    private const double MaxExcess = 0.5;
    private const double Rounding = 0.001;

    /// <summary>Audio frames overlap a cut by up to one frame, and MPEG-TS does not state the duration of the last frame.</summary>
    private const double ExtinfTolerance = 0.15;

    public static HlsRule NominalDuration { get; } = new(
        11, "apple-segment-nominal", HlsSeverity.Should, "Segments last nominally 6 seconds: the median duration, without the last segment, is 5 to 7 seconds.");

    public static HlsRule MaxDuration { get; } = new(
        11, "apple-segment-longest", HlsSeverity.Must, "The frames of a segment last at most the target duration plus 0.5 seconds.");

    public static HlsRule ExtinfAccuracy { get; } = new(
        11, "rfc8216-extinf", HlsSeverity.Should, "EXTINF is the duration of the segment's frames, within 0.15 seconds; players seek by it.");

    public static IEnumerable<HlsFinding> Check(MeasuredStream stream) => stream.ReadableVariants
        .DistinctBy(static v => v.Track)
        .SelectMany(static v => CheckTrack(v.Track, v.Playlist.TargetDuration));

    private static IEnumerable<HlsFinding> CheckTrack(MeasuredTrack track, int target)
    {
        var median = track.Segments.SkipLast(1).Select(static s => s.Entry.Seconds).Order().Skip((track.Segments.Count - 1) / 2).FirstOrDefault(NominalSeconds);
        if (Math.Abs(median - NominalSeconds) > NominalTolerance)
        {
            yield return NominalDuration.CreateFinding(track.Name, $"expected segments of about {NominalSeconds} s, found a median of {median} s; shorter segments cost more requests, longer ones start slower");
        }

        foreach (var (segment, seconds) in MeasureDurations(track))
        {
            if (seconds > target + MaxExcess + Rounding)
            {
                yield return MaxDuration.CreateFinding(segment.Name, $"expected at most {target + MaxExcess} s (target duration plus {MaxExcess} s), found {seconds:0.###} s of frames; cut shorter segments");
            }

            if (Math.Abs(seconds - (double)segment.Entry.Seconds) > ExtinfTolerance)
            {
                yield return ExtinfAccuracy.CreateFinding(segment.Name, $"expected {seconds:0.###} s, the duration of the frames, found #EXTINF:{segment.Entry.Seconds}; declare the measured duration");
            }
        }
    }

    /// <summary>
    /// Measures the time from a segment's first frame to the first frame of the next segment; to its own end where the next is
    /// unknown.
    /// </summary>
    private static IEnumerable<(MeasuredSegment Segment, double Seconds)> MeasureDurations(MeasuredTrack track)
    {
        for (var i = 0; i < track.Segments.Count; i++)
        {
            var next = i + 1 < track.Segments.Count && !track.Segments[i + 1].Entry.Discontinuity ? track.Segments[i + 1].Media?.Video : null;
            if (track.Segments[i].Media?.Video is { } video)
            {
                yield return (track.Segments[i], (next?.Start ?? video.End) - video.Start);
            }
        }
    }
}
