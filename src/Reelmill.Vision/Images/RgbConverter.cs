namespace Reelmill.Vision.Images;

/// <summary>Makes RGB of planar pictures.</summary>
/// <remarks>
/// Not thread-safe: it owns a native handle and scratch memory, so give each worker its own and dispose it at the end. The
/// same picture gives the same bytes with the same version of libturbojpeg.
/// </remarks>
public sealed class RgbConverter : IDisposable
{
    private readonly TurboJpeg _decompressor = TurboJpeg.CreateDecompressor();
    private readonly JpegPlanes _planes = new();

    /// <summary>Converts one picture.</summary>
    /// <param name="i420">8-bit samples, tightly packed, as <see cref="JpegEncoder.Encode"/> takes them.</param>
    /// <param name="width">Pixels in a row, from 1.</param>
    /// <param name="height">Rows, from 1.</param>
    /// <param name="color">How the samples say colour.</param>
    /// <returns>The picture; the caller disposes it.</returns>
    public RgbImage Convert(ReadOnlySpan<byte> i420, int width, int height, ColorSpec color)
    {
        _planes.Fill(i420, width, height, color);
        var image = RgbImage.Rent(width, height);
        _decompressor.DecodePlanes(_planes, image.Pixels, width, height);
        return image;
    }

    /// <summary>Frees the native handle.</summary>
    public void Dispose() => _decompressor.Dispose();
}
