namespace Reelmill.Vision.Images;

/// <summary>How a picture's planes say colour.</summary>
/// <remarks>
/// The transfer function and the primaries are not part of it: they pass unchanged, so HDR (PQ, HLG) is to be mapped
/// before.
/// </remarks>
/// <param name="FullRange">True when luma and chroma use 0..255; false for luma 16..235 and chroma 16..240.</param>
/// <param name="Matrix">How luma and chroma were made from red, green and blue.</param>
public readonly record struct ColorSpec(bool FullRange, ColorMatrix Matrix)
{
    /// <summary>What a JPEG (JFIF) file holds: full range BT.601.</summary>
    public static ColorSpec Jpeg { get; } = new(FullRange: true, ColorMatrix.Bt601);
}
