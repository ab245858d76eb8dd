using System.Globalization;
using Reelmill.Media.Formats;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Filters;

/// <summary>ffmpeg filters that scale frames by the size and sample aspect ratio of each frame, both of which can change in mid-stream.</summary>
internal static class ScaleFilters
{
    /// <summary>A side that the scaler rejects: ffmpeg fails with an error that names the size.</summary>
    private const string RejectedSide = "1e9";

    /// <summary>The relative tolerance of an equal aspect ratio: rounding a side of a small frame to an even number changes the ratio by up to this share.</summary>
    private const double AspectTolerance = 0.02;

    /// <summary>Scales each frame to square pixels: keeps the stored height and stretches the width, as players do.</summary>
    /// <param name="video">The stream, whose frames are upright at this point.</param>
    /// <param name="limits">The limits of a frame.</param>
    /// <param name="output">More scaler options.</param>
    public static string ToSquarePixels(VideoStream video, ProbeLimits limits, string output)
    {
        var maxPixels = limits.MaxPixels.ToString(CultureInfo.InvariantCulture);
        var (width, height, area) = video.Orientation.SwapsSides
            ? ("iw", "max(1,round(ih/sar))", "iw*ih/sar")
            : ("max(1,round(iw*sar))", "ih", "iw*ih*sar");
        return $"scale=w='if(gt({area},{maxPixels}),{RejectedSide},{width})':h='if(gt({area},{maxPixels}),{RejectedSide},{height})':eval=frame:flags=bicubic{output},setsar=1";
    }

    /// <summary>
    /// Scales all frames to one size. Frames with the aspect ratio of the source fill the size; frames with another ratio, after
    /// a change in mid-stream, are letterboxed in black.
    /// </summary>
    /// <param name="aspectRatio">The display aspect ratio of the source.</param>
    /// <param name="width">The width in samples, even.</param>
    /// <param name="height">The height in samples, even.</param>
    /// <param name="sampleAspect">The sample aspect ratio of the output.</param>
    /// <param name="output">More scaler options.</param>
    public static string Letterbox(double aspectRatio, int width, int height, Rational sampleAspect, string output)
    {
        var sample = sampleAspect.ToDouble();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"scale=w='{Side(width, $"{height / sample:0.######}*dar")}':h='{Side(height, $"{width * sample:0.######}/dar")}':eval=frame:flags={output},"
            + $"pad={width}:{height}:x='2*trunc((ow-iw)/4)':y='2*trunc((oh-ih)/4)':eval=frame,setsar={sampleAspect.Numerator}/{sampleAspect.Denominator}");

        string Side(int whole, FormattableString fitted) => string.Create(
            CultureInfo.InvariantCulture,
            $"if(lt(abs(dar/{aspectRatio:0.######}-1),{AspectTolerance}),{whole},min({whole},max(2,2*round({fitted.ToString(CultureInfo.InvariantCulture)}/2))))");
    }
}
