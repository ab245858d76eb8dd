using System.Globalization;
using Reelmill.Media.Filters;
using Reelmill.Media.Formats;
using Reelmill.Media.Hls.Ladders;
using Reelmill.Media.Interlacing;
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

    private static readonly Rational Square = new(1, 1);

    /// <summary>Whether a source has more pictures a second than are kept.</summary>
    public static bool LowersRate(VideoStream video) => video.AverageFrameRate is { } rate && rate.ToDouble() > HighestRateTolerance;

    /// <summary>The graph; its outputs are <c>v0</c>, <c>v1</c>, ... and <c>thumbnails</c>, as far as the part makes them. Empty when it makes none.</summary>
    public static string Graph(EncodePlan plan, EncodePart part)
    {
        var encoded = part.HasVideo ? plan.Encoded : [];
        var graph = new List<string>();
        var input = $"[0:{plan.Video.Index}]{string.Concat(Cut(plan, part).Concat(Plain(plan)).Select(static f => f + ","))}";
        for (var i = 0; i < encoded.Count; i++)
        {
            var last = i == encoded.Count - 1 && !part.HasRest;
            graph.Add($"{input}{(i == 0 ? Fit(plan.Video, encoded[i]) : Scale(encoded[i]))}{(last ? $"[v{i}]" : $",split=2[v{i}][s{i}]")}");
            input = $"[s{i}]";
        }

        if (part.HasRest)
        {
            graph.Add(input + Thumbnails(plan.Thumbnails));
        }

        return string.Join(';', graph);
    }

    /// <summary>Just the pictures of a range, at the times that they have when the source begins at 0.</summary>
    private static IEnumerable<string> Cut(EncodePlan plan, EncodePart part)
    {
        if (part.Range is { } range)
        {
            var start = (plan.Media.StartTime ?? TimeSpan.Zero).TotalSeconds;
            yield return string.Create(CultureInfo.InvariantCulture, $"trim=start_pts={range.StartPts}{(range.EndPts == long.MaxValue ? string.Empty : $":end_pts={range.EndPts}")},setpts=PTS-({start:0.######}/TB)");
        }
    }

    private static IEnumerable<string> Plain(EncodePlan plan)
    {
        if ((plan.Video.IsHdr || plan.Scan != ScanType.Progressive) && ResolutionChanges.ScaleToFirst(plan.Video) is { Length: > 0 } undo)
        {
            yield return undo.TrimEnd(',');
        }

        if (DeinterlaceFilters.Temporal(plan.Scan) is { Length: > 0 } deinterlace)
        {
            yield return deinterlace.TrimEnd(',');
        }

        if (LowersRate(plan.Video))
        {
            yield return $"fps={HighestFrameRate}";
        }

        if (plan.Video.IsHdr)
        {
            yield return ColorFilters.ToneMap(plan.Video).TrimEnd(',');
        }
    }

    /// <summary>The first step fits frames into the size of all; the others start from it.</summary>
    private static string Fit(VideoStream video, Rendition rendition) => string.Concat(
        ScaleFilters.Letterbox(video.DisplayWidth / (double)video.DisplayHeight, rendition.Width, rendition.Height, Square, "bicubic" + ColorFilters.LimitRange(video)),
        ",format=yuv420p",
        ColorFilters.TagMatrix(video));

    /// <summary>Sides are rounded to even numbers, which each step would put down to the shape of its pixels.</summary>
    private static string Scale(Rendition rendition) =>
        string.Create(CultureInfo.InvariantCulture, $"scale={rendition.Width}:{rendition.Height}:flags=bicubic,setsar=1");

    private static string Thumbnails(ThumbnailPlan plan) => string.Create(
        CultureInfo.InvariantCulture,
        $"fps=1/{plan.Interval.TotalSeconds}:start_time=0:round=up,scale={plan.Width}:{plan.Height}:flags=area,format=yuvj420p[thumbnails]");
}
