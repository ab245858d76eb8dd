using Reelmill.Media.Probing;
using Reelmill.Vision.Images;

namespace Reelmill.Pipelines.Mine;

/// <summary>Says how the numbers of a decoded picture stand for colours.</summary>
internal static class Colors
{
    /// <summary>Pictures of this height or more are BT.709 when the file does not say, as players assume.</summary>
    private const int HighDefinition = 720;

    /// <summary>The colours of a frame as the decoder hands it over: HDR has been mapped to BT.709 by then.</summary>
    public static ColorSpec Of(VideoStream video, bool fullRange) =>
        video.IsHdr
            ? new ColorSpec(FullRange: false, ColorMatrix.Bt709)
            : new ColorSpec(fullRange || video.ColorRange == ColorRange.Full, MatrixOf(video));

    private static ColorMatrix MatrixOf(VideoStream video) => video.ColorMatrix switch
    {
        "bt709" => ColorMatrix.Bt709,
        "bt2020nc" or "bt2020c" => ColorMatrix.Bt2020,
        null => video.Height >= HighDefinition ? ColorMatrix.Bt709 : ColorMatrix.Bt601,
        _ => ColorMatrix.Bt601,
    };
}
