using Reelmill.Media.Probing;
using Reelmill.Vision.Images;

namespace Reelmill.Pipelines.Mine;

/// <summary>Says how the numbers of a decoded picture stand for colours.</summary>
internal static class Colors
{
    /// <summary>The colours of a frame as the decoder hands it over: HDR has been mapped to BT.709 by then, RGB made the YUV of JPEG.</summary>
    public static ColorSpec Of(VideoStream video, bool fullRange) =>
        video.IsHdr ? new ColorSpec(FullRange: false, ColorMatrix.Bt709)
            : video.IsRgb ? new ColorSpec(FullRange: true, ColorMatrix.Bt601)
            : new ColorSpec(fullRange || video.ColorRange == ColorRange.Full, MatrixOf(video));

    private static ColorMatrix MatrixOf(VideoStream video) => video.AssumedMatrix switch
    {
        "bt709" or "smpte240m" => ColorMatrix.Bt709,
        "bt2020nc" or "bt2020c" => ColorMatrix.Bt2020,
        _ => ColorMatrix.Bt601,
    };
}
