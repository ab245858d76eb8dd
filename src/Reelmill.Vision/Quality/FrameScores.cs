namespace Reelmill.Vision.Quality;

/// <summary>The quality scores of one sampled frame. Decisions depend only on the scores, so they can be repeated without decoding.</summary>
/// <remarks>
/// All scores but <paramref name="Motion"/> and <paramref name="Hash"/> are computed on the luma of the downscaled frame:
/// an area average with a longer side of 320 pixels (never enlarged) and levels expanded to full range. Equal frames give
/// bit-identical scores on every CPU.
/// </remarks>
/// <param name="Sharpness">The variance of the Laplacian (3x3, 4-neighbor kernel) over inner pixels, in squared levels (0..255); 0 when a side is below 3 pixels. Rarely over 5,000.</param>
/// <param name="Dark">The P99 of luma in 0..1: low when even the brightest pixels are dark.</param>
/// <param name="Bright">The P5 of luma in 0..1: high when even the darkest pixels are bright.</param>
/// <param name="Mean">The mean luma in 0..1.</param>
/// <param name="Contrast">The standard deviation of luma in units of full scale: 0..0.5.</param>
/// <param name="Information">The Shannon entropy of luma (256 levels) in bits: 0..8.</param>
/// <param name="Motion">The mean absolute difference to the thumbnail of the previous sample in 0..1; 0 for the first sample.</param>
/// <param name="Hash">The 64-bit perceptual hash: see <see cref="Hashing.PerceptualHash"/>.</param>
public readonly record struct FrameScores(
    double Sharpness,
    double Dark,
    double Bright,
    double Mean,
    double Contrast,
    double Information,
    double Motion,
    ulong Hash);
