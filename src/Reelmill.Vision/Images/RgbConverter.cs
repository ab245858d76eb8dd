namespace Reelmill.Vision.Images;

/// <summary>Converts planar YUV images to RGB.</summary>
/// <remarks>
/// Not thread-safe: each instance owns a native handle and scratch memory, so use one per worker and dispose it. With the
/// same version of libturbojpeg, equal images give equal bytes.
/// </remarks>
public sealed class RgbConverter : IDisposable
{
    private readonly TurboJpeg _decompressor = TurboJpeg.CreateDecompressor();
    private readonly JpegPlanes _planes = new();

    /// <summary>Converts one image.</summary>
    /// <param name="i420">8-bit samples, tightly packed as for <see cref="JpegEncoder.Encode"/>.</param>
    /// <param name="width">The width in pixels, from 1.</param>
    /// <param name="height">The height in pixels, from 1.</param>
    /// <param name="color">The color encoding of the samples.</param>
    /// <returns>The image; the caller disposes it.</returns>
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
