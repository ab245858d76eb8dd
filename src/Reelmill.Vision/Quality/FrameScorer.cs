using Reelmill.Core;
using Reelmill.Vision.Hashing;

namespace Reelmill.Vision.Quality;

/// <summary>Computes the <see cref="FrameScores"/> of sampled frames.</summary>
/// <remarks>
/// Not thread-safe: each instance owns its scratch memory (about 200 KB), so use one per worker. After the first frame of
/// a size, it allocates only the result. Scores depend only on the arguments.
/// </remarks>
public sealed class FrameScorer
{
    private readonly LumaDownscaler _downscaler = new();
    private readonly AreaAverage _average = new();
    private readonly Histogram _histogram = new();

    /// <summary>Scores one frame from its luma plane.</summary>
    /// <param name="luma">8-bit luma samples, <paramref name="stride"/> bytes from row to row; the last row may end after <paramref name="width"/> samples.</param>
    /// <param name="width">The width in pixels, 1..32768.</param>
    /// <param name="height">The height in pixels, 1..32768.</param>
    /// <param name="stride">Bytes from one row to the next, at least <paramref name="width"/>.</param>
    /// <param name="fullRange">True for levels in 0..255; false for 16..235, which is expanded so that scores are comparable.</param>
    /// <returns>The scores, with a motion of 0, and the thumbnail.</returns>
    /// <exception cref="ItemException"><c>bad_picture</c>: a side is outside 1..32768.</exception>
    /// <exception cref="ArgumentException">The stride or the plane is too short for the size.</exception>
    public ScoredFrame Score(ReadOnlySpan<byte> luma, int width, int height, int stride, bool fullRange)
    {
        var small = _downscaler.Downscale(luma, new PlaneSize(width, height), stride, fullRange, out var size);
        var pixels = new byte[Thumbnail.Side * Thumbnail.Side];
        _average.Resize(small, size, size.Width, pixels, new PlaneSize(Thumbnail.Side, Thumbnail.Side), fullRange: true);

        _histogram.Fill(small);
        var (mean, contrast) = _histogram.ComputeMoments();
        var scores = new FrameScores(
            Laplacian.ComputeVariance(small, size),
            _histogram.GetPercentile(99),
            _histogram.GetPercentile(5),
            mean,
            contrast,
            _histogram.ComputeEntropy(),
            Motion: 0,
            PerceptualHash.Compute(pixels));
        return new ScoredFrame(scores, new Thumbnail(pixels));
    }
}
