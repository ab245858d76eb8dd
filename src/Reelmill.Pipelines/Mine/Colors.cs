using Reelmill.Media.Probing;
using Reelmill.Vision.Images;

namespace Reelmill.Pipelines.Mine;

/// <summary>Determines the color encoding of decoded frames.</summary>
internal static class Colors
{
    /// <summary>Returns the color encoding of a decoded frame. The decoder has tone-mapped HDR to BT.709, and converted RGB to full-range BT.601 as in JPEG.</summary>
    public static ColorSpec GetSpec(VideoStream video, bool fullRange) =>
        video.IsHdr ? new ColorSpec(FullRange: false, ColorMatrix.Bt709)
            : video.IsRgb ? new ColorSpec(FullRange: true, ColorMatrix.Bt601)
            : new ColorSpec(fullRange || video.ColorRange == ColorRange.Full, GetMatrix(video));

    private static ColorMatrix GetMatrix(VideoStream video) => video.AssumedMatrix switch
    {
        "bt709" or "smpte240m" => ColorMatrix.Bt709,
        "bt2020nc" or "bt2020c" => ColorMatrix.Bt2020,
        _ => ColorMatrix.Bt601,
    };
}
