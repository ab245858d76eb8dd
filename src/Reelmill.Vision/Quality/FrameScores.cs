namespace Reelmill.Vision.Quality;

/// <summary>What is measured of one sampled frame; decisions are made from these alone, and can be made again.</summary>
/// <remarks>
/// All but <paramref name="Motion"/> and <paramref name="Hash"/> are measured on the luma of the small frame: the
/// picture's area average with a longer side of 320 pixels (never enlarged), levels expanded to full range. The same
/// picture gives the same bits on every CPU.
/// </remarks>
/// <param name="Sharpness">The variance of the 3x3 4-neighbour Laplacian in levels (0..255) squared, inner pixels only; 0 below 3 pixels. From 0, seldom over 5,000.</param>
/// <param name="Dark">The P99 of luma in 0..1: low when even the brightest parts are dark.</param>
/// <param name="Bright">The P5 of luma in 0..1: high when even the darkest parts are bright.</param>
/// <param name="Mean">The mean luma in 0..1.</param>
/// <param name="Contrast">The standard deviation of luma in units of full scale: 0..0.5.</param>
/// <param name="Information">The Shannon entropy of the 256 levels in bits: 0..8.</param>
/// <param name="Motion">The mean absolute difference to the previous sample's thumbnail in 0..1; 0 for a first sample.</param>
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
