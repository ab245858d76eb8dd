using Reelmill.Media.Hls.Checking.Measuring;

namespace Reelmill.Media.Hls.Checking.Rules;

/// <summary>10: decoding can begin at each segment and at least every two seconds, at the same times in all variants.</summary>
internal static class KeyframeRules
{
    private const double MaxInterval = 2;

    /// <summary>Two seconds of whole frames at 23.976 frames per second are 2.002 s, and the last frame may be rounded up.</summary>
    private const double Rounding = 0.05;

    private const double AlignmentTolerance = 0.001;

    public static HlsRule IdrStart { get; } = new(
        10, "apple-idr-start", HlsSeverity.Must, "The first frame of each segment is an IDR frame.");

    public static HlsRule IndependentSegments { get; } = new(
        10, "apple-independent-segments", HlsSeverity.Should, "EXT-X-INDEPENDENT-SEGMENTS is in the master playlist or in every video playlist.");

    public static HlsRule IdrInterval { get; } = new(
        10, "apple-idr-interval", HlsSeverity.Should, "An IDR frame occurs at least every 2 seconds.");

    public static HlsRule IdrAlignment { get; } = new(
        10, "apple-idr-aligned", HlsSeverity.Must, "IDR frames have the same presentation times in all variants, within 1 ms.");

    public static IEnumerable<HlsFinding> Check(MeasuredStream stream)
    {
        var videos = stream.ReadableVariants.Where(static v => v.Track.FirstVideo is not null).DistinctBy(static v => v.Track).ToArray();
        return
        [
            .. videos.SelectMany(static v => v.Track.VideoSegments).Where(static s => !s.Video.BeginsWithIdr).Select(static s => IdrStart.CreateFinding(
                s.Segment.Name, $"expected an IDR frame first, found another, so players cannot begin or switch here; cut at keyframes (closed GOPs)")),
            .. videos.Where(v => stream.Master is not { IndependentSegments: true } && !v.Playlist.IndependentSegments).Select(static v => IndependentSegments.CreateFinding(
                v.Track.Name, $"expected #EXT-X-INDEPENDENT-SEGMENTS here or in the master playlist, found none; add it when each segment begins with an IDR frame")),
            .. videos.SelectMany(static v => CheckInterval(v.Track)),
            .. videos.Skip(1).SelectMany(v => CheckAligned(videos[0].Track, v.Track)),
        ];
    }

    private static IEnumerable<HlsFinding> CheckInterval(MeasuredTrack track)
    {
        // Only adjacent segments are compared: the interval is unknown across an unreadable segment or a discontinuity.
        (double Time, string Name)? last = null;
        var end = track.Segments[^1].Media?.Video?.End;
        foreach (var segment in track.Segments)
        {
            if (segment.Media?.Video is not { } video)
            {
                last = null;
                continue;
            }

            last = segment.Entry.Discontinuity ? null : last;
            foreach (var time in video.Keyframes.Select(static k => (double?)k.Time).Append(segment == track.Segments[^1] ? end : null).OfType<double>())
            {
                if (last is { } before && time - before.Time > MaxInterval + Rounding)
                {
                    yield return IdrInterval.CreateFinding(before.Name, $"expected an IDR frame every {MaxInterval} s, found {time - before.Time:0.###} s without one; set the keyframe interval to {MaxInterval} s");
                }

                last = (time, segment.Name);
            }
        }
    }

    private static IEnumerable<HlsFinding> CheckAligned(MeasuredTrack first, MeasuredTrack track) =>
        from pair in first.Segments.Zip(track.Segments)
        let one = pair.First.Media?.Video
        let other = pair.Second.Media?.Video
        where one is not null && other is not null
        let times = (One: GetIdrTimes(one), Other: GetIdrTimes(other))
        where times.One.Length != times.Other.Length || times.One.Zip(times.Other).Any(static t => Math.Abs(t.First - t.Second) > AlignmentTolerance)
        select IdrAlignment.CreateFinding(
            pair.Second.Name,
            $"expected IDR frames at {FormatTimes(times.One)} s as in {pair.First.Name}, found {FormatTimes(times.Other)} s; encode all variants with the same fixed keyframe interval and no scene cuts");

    private static double[] GetIdrTimes(SegmentVideo video) => [.. video.Keyframes.Select(static k => k.Time)];

    private static string FormatTimes(double[] times) =>
        times.Length == 0 ? "no" : string.Join(", ", times.Take(4).Select(static t => FormattableString.Invariant($"{t:0.###}"))) + (times.Length > 4 ? ", ..." : "");
}
