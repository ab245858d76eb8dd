namespace Reelmill.Vision.Images;

/// <summary>The color encoding of YUV planes: range and matrix.</summary>
/// <remarks>
/// Transfer function and primaries are not part of it: they pass through unchanged, so HDR (PQ, HLG) must be tone-mapped
/// before.
/// </remarks>
/// <param name="FullRange">True for luma and chroma in 0..255; false for luma in 16..235 and chroma in 16..240.</param>
/// <param name="Matrix">The matrix that derives luma and chroma from red, green and blue.</param>
public readonly record struct ColorSpec(bool FullRange, ColorMatrix Matrix)
{
    /// <summary>The encoding of JPEG (JFIF) files: full-range BT.601.</summary>
    public static ColorSpec Jpeg { get; } = new(FullRange: true, ColorMatrix.Bt601);
}
