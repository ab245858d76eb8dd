using Reelmill.Core;
using Reelmill.Vision.Hashing;

namespace Reelmill.Vision.Quality;

/// <summary>Measures sampled frames: see <see cref="FrameScores"/>.</summary>
/// <remarks>
/// Not thread-safe: it owns its scratch memory (some 200 KB), so give each worker its own. Once it has seen a size it
/// allocates only what it returns. Scores depend on nothing but the arguments.
/// </remarks>
public sealed class FrameScorer
{
    private readonly LumaShrink _shrink = new();
    private readonly AreaAverage _toThumbnail = new();
    private readonly Histogram _histogram = new();

    /// <summary>Scores one frame by its luma plane.</summary>
    /// <param name="luma">8-bit luma samples, <paramref name="stride"/> bytes from row to row; the last row may end at the width.</param>
    /// <param name="width">Pixels in a row, 1..32768.</param>
    /// <param name="height">Rows, 1..32768.</param>
    /// <param name="stride">Bytes from one row to the next, at least <paramref name="width"/>.</param>
    /// <param name="fullRange">True when levels are 0..255; false when they are 16..235, which is expanded so that both compare.</param>
    /// <returns>The scores, without motion, and the thumbnail.</returns>
    /// <exception cref="ItemException"><c>bad_picture</c>: a side is outside 1..32768.</exception>
    /// <exception cref="ArgumentException">The stride or the plane is too short for the size.</exception>
    public ScoredFrame Score(ReadOnlySpan<byte> luma, int width, int height, int stride, bool fullRange)
    {
        var small = _shrink.Shrink(luma, new PlaneSize(width, height), stride, fullRange, out var size);
        var pixels = new byte[Thumbnail.Side * Thumbnail.Side];
        _toThumbnail.Resize(small, size, size.Width, pixels, new PlaneSize(Thumbnail.Side, Thumbnail.Side), fullRange: true);

        _histogram.Fill(small);
        var (mean, contrast) = _histogram.Moments();
        var scores = new FrameScores(
            Laplacian.Variance(small, size),
            _histogram.Percentile(99),
            _histogram.Percentile(5),
            mean,
            contrast,
            _histogram.Entropy(),
            Motion: 0,
            PerceptualHash.Compute(pixels));
        return new ScoredFrame(scores, new Thumbnail(pixels));
    }
}
