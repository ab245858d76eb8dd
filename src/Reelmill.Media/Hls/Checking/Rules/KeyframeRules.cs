using Reelmill.Media.Hls.Checking.Measuring;

namespace Reelmill.Media.Hls.Checking.Rules;

/// <summary>10: decoding can begin at each segment, and every two seconds, at the same times in all variants.</summary>
internal static class KeyframeRules
{
    private const double MostSeconds = 2;

    /// <summary>Two seconds in whole pictures of 23.976 a second are 2.002 s, and the last may be rounded up by one.</summary>
    private const double Rounding = 0.05;

    private const double AlignedSeconds = 0.001;

    public static HlsRule Starts { get; } = new(
        10, "apple-idr-start", HlsSeverity.Must, "The first picture of each segment is an IDR picture.");

    public static HlsRule Independent { get; } = new(
        10, "apple-independent-segments", HlsSeverity.Should, "EXT-X-INDEPENDENT-SEGMENTS is in the master playlist or in every playlist of video.");

    public static HlsRule Interval { get; } = new(
        10, "apple-idr-interval", HlsSeverity.Should, "There is an IDR picture every 2 seconds.");

    public static HlsRule Aligned { get; } = new(
        10, "apple-idr-aligned", HlsSeverity.Must, "IDR pictures have the same presentation times in all variants, within 1 ms.");

    public static IEnumerable<HlsFinding> Check(StreamFacts stream)
    {
        var videos = stream.ReadableVariants.Where(static v => v.Track.FirstPictures is not null).DistinctBy(static v => v.Track).ToArray();
        return
        [
            .. videos.SelectMany(static v => v.Track.WithPictures).Where(static s => !s.Pictures.BeginsWithKey).Select(static s => Starts.In(
                s.Segment.Name, $"expected an IDR picture first, found another, so that a player cannot begin or switch here; cut at key frames (closed GOPs)")),
            .. videos.Where(v => stream.Master is not { IndependentSegments: true } && !v.Playlist.IndependentSegments).Select(static v => Independent.In(
                v.Track.Name, $"expected #EXT-X-INDEPENDENT-SEGMENTS here or in the master playlist, found none; add it when each segment begins with an IDR picture")),
            .. videos.SelectMany(static v => CheckInterval(v.Track)),
            .. videos.Skip(1).SelectMany(v => CheckAligned(videos[0].Track, v.Track)),
        ];
    }

    private static IEnumerable<HlsFinding> CheckInterval(TrackFacts track)
    {
        // Only neighbours are compared: where a segment could not be read or time begins anew, nothing is known.
        (double Time, string Name)? last = null;
        var end = track.Segments[^1].Media?.Pictures?.End;
        foreach (var segment in track.Segments)
        {
            if (segment.Media?.Pictures is not { } pictures)
            {
                last = null;
                continue;
            }

            last = segment.Entry.Discontinuity ? null : last;
            foreach (var time in pictures.Keys.Select(static k => (double?)k.Time).Append(segment == track.Segments[^1] ? end : null).OfType<double>())
            {
                if (last is { } before && time - before.Time > MostSeconds + Rounding)
                {
                    yield return Interval.In(before.Name, $"expected an IDR picture every {MostSeconds} s, found {time - before.Time:0.###} s without one; set the key frame interval to {MostSeconds} s");
                }

                last = (time, segment.Name);
            }
        }
    }

    private static IEnumerable<HlsFinding> CheckAligned(TrackFacts first, TrackFacts track) =>
        from pair in first.Segments.Zip(track.Segments)
        let one = pair.First.Media?.Pictures
        let other = pair.Second.Media?.Pictures
        where one is not null && other is not null
        let times = (One: Times(one), Other: Times(other))
        where times.One.Length != times.Other.Length || times.One.Zip(times.Other).Any(static t => Math.Abs(t.First - t.Second) > AlignedSeconds)
        select Aligned.In(
            pair.Second.Name,
            $"expected IDR pictures at {List(times.One)} s as in {pair.First.Name}, found {List(times.Other)} s; encode all variants with the same fixed key frame interval and no scene cuts");

    private static double[] Times(CodedFrameFacts pictures) => [.. pictures.Keys.Select(static k => k.Time)];

    private static string List(double[] times) =>
        times.Length == 0 ? "no" : string.Join(", ", times.Take(4).Select(static t => FormattableString.Invariant($"{t:0.###}"))) + (times.Length > 4 ? ", ..." : "");
}
