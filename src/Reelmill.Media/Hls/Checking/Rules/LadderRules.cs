using Reelmill.Media.Formats.H264;
using Reelmill.Media.Hls.Checking.Measuring;

namespace Reelmill.Media.Hls.Checking.Rules;

/// <summary>
/// 17: bitrates fit frame sizes (Apple's HLS Authoring Specification, video average bit rates). A stream does not show
/// whether a rendition is larger than its source.
/// </summary>
internal static class LadderRules
{
    /// <summary>Complex content may exceed the table, but never by half.</summary>
    private const double MaxRatio = 1.5;

    private const int Kilo = 1000;

    /// <summary>The height of each rung, and Apple's highest average bitrate for H.264 in kb/s.</summary>
    private static readonly (int Height, int Kilobits)[] Rungs = [(360, 365), (432, 1100), (540, 2000), (720, 4500), (1080, 7800)];

    public static HlsRule Ladder { get; } = new(
        17, "apple-ladder", HlsSeverity.Should,
        "A larger frame size has a higher bitrate, and average H.264 bitrates are at most 1.5 times those of Apple's ladder: 360p 365 kb/s, 432p 1100, 540p 2000, 720p 4500, 1080p 7800.");

    public static IEnumerable<HlsFinding> Check(MeasuredStream stream)
    {
        var videos = stream.Variants
            .Where(static v => v.Entry is not null)
            .Select(static v => v.Track)
            .Distinct()
            .SelectMany(static t => t.FirstVideo?.Parameters is { } p ? [(Track: t, Size: p)] : Array.Empty<(MeasuredTrack Track, SequenceParameters Size)>())
            .OrderBy(static v => v.Track.Average)
            .ToArray();
        return
        [
            .. videos.Zip(videos.Skip(1)).Where(static p => CountPixels(p.First.Size) > CountPixels(p.Second.Size)).Select(static p => Ladder.CreateFinding(
                p.First.Track.Name,
                $"expected more than the {p.Second.Track.Average} b/s of the smaller {p.Second.Track.Name} for {p.First.Size.Width}x{p.First.Size.Height}, found {p.First.Track.Average} b/s; raise this bitrate or lower the other")),
            .. videos.Where(static v => v.Track.Average > MaxRatio * Kilo * FindBitrate(v.Size)).Select(static v => Ladder.CreateFinding(
                v.Track.Name,
                $"expected at most {MaxRatio * FindBitrate(v.Size):0} kb/s on average for {v.Size.Width}x{v.Size.Height} (1.5 times Apple's {FindBitrate(v.Size)}), found {v.Track.Average / Kilo}; lower the bitrate, or use it for a larger frame size")),
        ];
    }

    private static long CountPixels(SequenceParameters size) => (long)size.Width * size.Height;

    /// <summary>
    /// Returns the bitrate in kb/s of the rung for the shorter side, so that portrait counts like landscape; above the highest
    /// rung, the bitrate scales with the frame area.
    /// </summary>
    private static int FindBitrate(SequenceParameters size)
    {
        var side = Math.Min(size.Width, size.Height);
        var rung = Array.Find(Rungs, r => r.Height >= side);
        return rung.Height > 0 ? rung.Kilobits : (int)((long)Rungs[^1].Kilobits * side * side / (Rungs[^1].Height * Rungs[^1].Height));
    }
}
