using Reelmill.Media.Formats.H264;
using Reelmill.Media.Hls.Checking.Measuring;

namespace Reelmill.Media.Hls.Checking.Rules;

/// <summary>
/// 17: bitrates fit their sizes (Apple's HLS Authoring Specification, video average bit rates). Whether a rendition is
/// larger than its source cannot be told from the stream.
/// </summary>
internal static class LadderRules
{
    /// <summary>Hard content may need more than the table has; nothing needs half as much again.</summary>
    private const double Most = 1.5;

    private const int Kilo = 1000;

    /// <summary>The height of each rung, and the highest average in kb/s that the table has for H.264.</summary>
    private static readonly (int Height, int Kilobits)[] Rungs = [(360, 365), (432, 1100), (540, 2000), (720, 4500), (1080, 7800)];

    public static HlsRule Ladder { get; } = new(
        17, "apple-ladder", HlsSeverity.Should,
        "A larger picture has a higher bitrate; and the average of H.264 video is at most 1.5 times that of Apple's ladder: 360p 365 kb/s, 432p 1100, 540p 2000, 720p 4500, 1080p 7800.");

    public static IEnumerable<HlsFinding> Check(StreamFacts stream)
    {
        var videos = stream.Variants
            .Where(static v => v.Entry is not null)
            .Select(static v => v.Track)
            .Distinct()
            .SelectMany(static t => t.FirstPictures?.Parameters is { } p ? [(Track: t, Size: p)] : Array.Empty<(TrackFacts Track, SequenceParameterSet Size)>())
            .OrderBy(static v => v.Track.Average)
            .ToArray();
        return
        [
            .. videos.Zip(videos.Skip(1)).Where(static p => Pixels(p.First.Size) > Pixels(p.Second.Size)).Select(static p => Ladder.In(
                p.First.Track.Name,
                $"expected more than the {p.Second.Track.Average} b/s of the smaller {p.Second.Track.Name} for {p.First.Size.Width}x{p.First.Size.Height}, found {p.First.Track.Average}; lower the one or raise the other")),
            .. videos.Where(static v => v.Track.Average > Most * Kilo * RungOf(v.Size)).Select(static v => Ladder.In(
                v.Track.Name,
                $"expected at most {Most * RungOf(v.Size):0} kb/s on average for {v.Size.Width}x{v.Size.Height} (1.5 times Apple's {RungOf(v.Size)}), found {v.Track.Average / Kilo}; lower the bitrate, or use it for a larger picture")),
        ];
    }

    private static long Pixels(SequenceParameterSet size) => (long)size.Width * size.Height;

    /// <summary>The rung of the picture's shorter side, so that portrait counts as landscape does; above the highest, the highest by its pixels.</summary>
    private static int RungOf(SequenceParameterSet size)
    {
        var side = Math.Min(size.Width, size.Height);
        var rung = Array.Find(Rungs, r => r.Height >= side);
        return rung.Height > 0 ? rung.Kilobits : (int)((long)Rungs[^1].Kilobits * side * side / (Rungs[^1].Height * Rungs[^1].Height));
    }
}
