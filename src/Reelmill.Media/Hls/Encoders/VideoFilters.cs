using System.Globalization;
using Reelmill.Media.Filters;
using Reelmill.Media.Formats;
using Reelmill.Media.Hls.Ladders;
using Reelmill.Media.Interlacing;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Hls.Encoders;

/// <summary>
/// Builds the filter graph of a ladder: normalizes the decoded frames (upright, square pixels, 8 bits, standard range),
/// then scales in a cascade, each rendition from the next larger one.
/// </summary>
/// <remarks>A cascade takes about a quarter less processor time than scaling each rendition from the source.</remarks>
internal static class VideoFilters
{
    /// <summary>The maximum frame rate of a rendition.</summary>
    public const int MaxFrameRate = 60;

    /// <summary>The source frame rate above which frames are dropped; rates such as 60.002, which phones write for 60, are kept.</summary>
    private const double HighestKeptRate = 60.5;

    private static readonly Rational Square = new(1, 1);

    /// <summary>Whether the frame rate of a source exceeds the maximum.</summary>
    public static bool LowersFrameRate(VideoStream video) => video.AverageFrameRate is { } rate && rate.ToDouble() > HighestKeptRate;

    /// <summary>
    /// Builds the graph, with the outputs <c>v0</c>, <c>v1</c>, ... and <c>thumbnails</c> that the part creates; empty
    /// when it creates none.
    /// </summary>
    public static string BuildGraph(EncodePlan plan, EncodePart part)
    {
        var encoded = part.HasVideo ? plan.Encoded : [];
        var graph = new List<string>();
        var input = $"[0:{plan.Video.Index}]{string.Concat(TrimRange(plan, part).Concat(Normalize(plan)).Select(static f => f + ","))}";
        for (var i = 0; i < encoded.Count; i++)
        {
            var last = i == encoded.Count - 1 && !part.HasNonVideo;
            graph.Add($"{input}{(i == 0 ? FitToSize(plan.Video, encoded[i]) : ScaleToSize(encoded[i]))}{(last ? $"[v{i}]" : $",split=2[v{i}][s{i}]")}");
            input = $"[s{i}]";
        }

        if (part.HasNonVideo)
        {
            graph.Add(input + SampleThumbnails(plan.Thumbnails));
        }

        return string.Join(';', graph);
    }

    /// <summary>Keeps the frames of a range, with timestamps as if the source began at 0.</summary>
    private static IEnumerable<string> TrimRange(EncodePlan plan, EncodePart part)
    {
        if (part.Range is { } range)
        {
            var start = (plan.Media.StartTime ?? TimeSpan.Zero).TotalSeconds;
            yield return string.Create(CultureInfo.InvariantCulture, $"trim=start_pts={range.StartPts}{(range.EndPts == long.MaxValue ? string.Empty : $":end_pts={range.EndPts}")},setpts=PTS-({start:0.######}/TB)");
        }
    }

    private static IEnumerable<string> Normalize(EncodePlan plan)
    {
        if ((plan.Video.IsHdr || plan.Scan != ScanType.Progressive) && SizeChanges.Undo(plan.Video) is { Length: > 0 } undo)
        {
            yield return undo.TrimEnd(',');
        }

        if (FrameFields.Temporal(plan.Scan) is { Length: > 0 } deinterlace)
        {
            yield return deinterlace.TrimEnd(',');
        }

        if (LowersFrameRate(plan.Video))
        {
            yield return $"fps={MaxFrameRate}";
        }

        if (plan.Video.IsHdr)
        {
            yield return FrameColor.ToneMap(plan.Video).TrimEnd(',');
        }
    }

    /// <summary>Fits frames into the size of the first rendition, from which the others are scaled.</summary>
    private static string FitToSize(VideoStream video, Rendition rendition) => string.Concat(
        FrameShape.Fitted(video.DisplayWidth / (double)video.DisplayHeight, rendition.Width, rendition.Height, Square, "bicubic" + FrameColor.Limit(video)),
        ",format=yuv420p",
        FrameColor.TagMatrix(video));

    /// <summary>
    /// Scales a frame. setsar undoes the rounding to even sides, which scale would compensate in the sample aspect
    /// ratio.
    /// </summary>
    private static string ScaleToSize(Rendition rendition) =>
        string.Create(CultureInfo.InvariantCulture, $"scale={rendition.Width}:{rendition.Height}:flags=bicubic,setsar=1");

    private static string SampleThumbnails(ThumbnailPlan plan) => string.Create(
        CultureInfo.InvariantCulture,
        $"fps=1/{plan.Interval.TotalSeconds}:start_time=0:round=up,scale={plan.Width}:{plan.Height}:flags=area,format=yuvj420p[thumbnails]");
}
