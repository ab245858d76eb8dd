namespace Reelmill.Vision.Quality;

/// <summary>
/// Downscales a luma plane for scoring: the longer side becomes <see cref="LongSide"/> pixels, the aspect ratio is kept,
/// smaller planes keep their size, and levels become full range (0..255).
/// </summary>
/// <remarks>Not thread-safe: use one instance per worker. The result is valid until the next call.</remarks>
internal sealed class LumaDownscaler
{
    /// <summary>The longer side of the downscaled plane, in pixels.</summary>
    public const int LongSide = 320;

    private readonly AreaAverage _average = new();
    private readonly byte[] _small = new byte[LongSide * LongSide];

    /// <summary>Downscales one luma plane.</summary>
    /// <param name="luma">The plane, <paramref name="stride"/> bytes from row to row.</param>
    /// <param name="size">The size of the plane, each side 1..32768.</param>
    /// <param name="stride">Bytes from one row to the next.</param>
    /// <param name="fullRange">True for levels in 0..255; false for 16..235.</param>
    /// <param name="smallSize">The size of the downscaled plane.</param>
    /// <returns>The downscaled plane, tightly packed.</returns>
    public ReadOnlySpan<byte> Downscale(ReadOnlySpan<byte> luma, PlaneSize size, int stride, bool fullRange, out PlaneSize smallSize)
    {
        size.Validate(luma.Length, stride);
        smallSize = size.FitInto(LongSide);
        var small = _small.AsSpan(0, smallSize.Area);
        _average.Resize(luma, size, stride, small, smallSize, fullRange);
        return small;
    }
}
