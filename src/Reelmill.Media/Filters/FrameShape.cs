using System.Globalization;
using Reelmill.Media.Formats;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Filters;

/// <summary>Filters that give frames the right shape, by the sample aspect ratio and size that each frame has: both may change in mid-stream.</summary>
internal static class FrameShape
{
    /// <summary>A side that no scaler takes: it ends the run with an error that names the size.</summary>
    private const string Refused = "1e9";

    /// <summary>Rounding a side to an even number changes a small frame's shape by up to this share; that is no change of shape.</summary>
    private const double SameShape = 0.02;

    /// <summary>Square samples, each frame in the size it has then. The stored height is kept and the width stretched, as players do.</summary>
    /// <param name="video">The stream; its frames have been turned upright.</param>
    /// <param name="limits">What a frame may not exceed.</param>
    /// <param name="output">Further options of the scaler.</param>
    public static string Square(VideoStream video, ProbeLimits limits, string output)
    {
        var most = limits.MaxPixels.ToString(CultureInfo.InvariantCulture);
        var (width, height, area) = video.Orientation.SwapsSides
            ? ("iw", "max(1,round(ih/sar))", "iw*ih/sar")
            : ("max(1,round(iw*sar))", "ih", "iw*ih*sar");
        return $"scale=w='if(gt({area},{most}),{Refused},{width})':h='if(gt({area},{most}),{Refused},{height})':eval=frame:flags=bicubic{output},setsar=1";
    }

    /// <summary>
    /// One size for all frames. Frames of the source's own shape fill it; others, from where the shape changes in
    /// mid-stream, are fitted in and padded with black.
    /// </summary>
    /// <param name="shape">The display aspect ratio of the source's own shape.</param>
    /// <param name="width">The width in samples, even.</param>
    /// <param name="height">The height in samples, even.</param>
    /// <param name="sampleAspect">The shape that the samples get.</param>
    /// <param name="output">Further options of the scaler.</param>
    public static string Fitted(double shape, int width, int height, Rational sampleAspect, string output)
    {
        var sample = sampleAspect.ToDouble();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"scale=w='{Side(width, $"{height / sample:0.######}*dar")}':h='{Side(height, $"{width * sample:0.######}/dar")}':eval=frame:flags={output},"
            + $"pad={width}:{height}:x='2*trunc((ow-iw)/4)':y='2*trunc((oh-ih)/4)':eval=frame,setsar={sampleAspect.Numerator}/{sampleAspect.Denominator}");

        string Side(int whole, FormattableString fitted) => string.Create(
            CultureInfo.InvariantCulture,
            $"if(lt(abs(dar/{shape:0.######}-1),{SameShape}),{whole},min({whole},max(2,2*round({fitted.ToString(CultureInfo.InvariantCulture)}/2))))");
    }
}
