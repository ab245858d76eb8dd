namespace Reelmill.Vision.Quality;

/// <summary>
/// Brings a luma plane down to the small frame that is scored: the longer side is <see cref="LongSide"/> pixels, the
/// aspect is kept, a plane that is small already keeps its size, and levels are full range (0..255).
/// </summary>
/// <remarks>Not thread-safe: one for each worker. The small frame is valid until the next call.</remarks>
internal sealed class LumaShrink
{
    /// <summary>The longer side of the small frame, in pixels.</summary>
    public const int LongSide = 320;

    private readonly AreaAverage _average = new();
    private readonly byte[] _small = new byte[LongSide * LongSide];

    /// <summary>Shrinks one luma plane.</summary>
    /// <param name="luma">The plane, <paramref name="stride"/> bytes from row to row.</param>
    /// <param name="size">The plane's size, each side 1..32768.</param>
    /// <param name="stride">Bytes from one row to the next.</param>
    /// <param name="fullRange">False when black is 16 and white is 235.</param>
    /// <param name="smallSize">The size of the small frame.</param>
    /// <returns>The small frame, tightly packed.</returns>
    public ReadOnlySpan<byte> Shrink(ReadOnlySpan<byte> luma, PlaneSize size, int stride, bool fullRange, out PlaneSize smallSize)
    {
        size.Validate(luma.Length, stride);
        smallSize = size.FitInto(LongSide);
        var small = _small.AsSpan(0, smallSize.Area);
        _average.Resize(luma, size, stride, small, smallSize, fullRange);
        return small;
    }
}
