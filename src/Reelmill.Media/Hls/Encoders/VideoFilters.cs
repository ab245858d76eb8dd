using System.Globalization;
using Reelmill.Media.Hls.Ladders;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Hls.Encoders;

/// <summary>
/// The filter graph of a ladder: one decode, made plain (upright, square pixels, 8 bits, standard range) and scaled in a
/// cascade, each rendition from the one above it.
/// </summary>
/// <remarks>A cascade takes about a quarter less of a processor than scaling each rendition from the source.</remarks>
internal static class VideoFilters
{
    /// <summary>Pictures a second that no rendition exceeds.</summary>
    public const int HighestFrameRate = 60;

    /// <summary>A bit above it, for rates such as 60.002 that a phone means as 60.</summary>
    private const double HighestRateTolerance = 60.5;

    /// <summary>The graph; its outputs are <c>v0</c>, <c>v1</c>, ... and <c>thumbnails</c>.</summary>
    public static string Graph(EncodePlan plan)
    {
        var encoded = plan.Renditions.Where(static r => !r.IsCopy).ToArray();
        var graph = new List<string>();
        var input = $"[0:{plan.Video.Index}]{string.Concat(Plain(plan.Video).Select(static f => f + ","))}";
        for (var i = 0; i < encoded.Length; i++)
        {
            graph.Add($"{input}{Scale(encoded[i], first: i == 0)},split=2[v{i}][s{i}]");
            input = $"[s{i}]";
        }

        graph.Add(input + Thumbnails(plan.Thumbnails));
        return string.Join(';', graph);
    }

    private static IEnumerable<string> Plain(VideoStream video)
    {
        if (video.IsInterlaced)
        {
            yield return "yadif=deint=interlaced";
        }

        if (video.AverageFrameRate is { } rate && rate.ToDouble() > HighestRateTolerance)
        {
            yield return $"fps={HighestFrameRate}";
        }

        if (video.IsHdr)
        {
            yield return "zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv";
        }
    }

    private static string Scale(Rendition rendition, bool first) => string.Create(
        CultureInfo.InvariantCulture,
        $"scale={rendition.Width}:{rendition.Height}:flags=bicubic{(first ? ":out_range=tv,setsar=1,format=yuv420p" : string.Empty)}");

    private static string Thumbnails(ThumbnailPlan plan) => string.Create(
        CultureInfo.InvariantCulture,
        $"fps=1/{plan.Interval.TotalSeconds}:round=up,scale={plan.Width}:{plan.Height}:flags=area[thumbnails]");
}
