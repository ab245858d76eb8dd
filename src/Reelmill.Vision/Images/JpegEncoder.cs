using Reelmill.Core;

namespace Reelmill.Vision.Images;

/// <summary>Encodes planar images as JPEG, converting their colors to full-range BT.601.</summary>
/// <remarks>
/// Not thread-safe: each instance owns a native compressor and scratch memory (about 9 MB for 1080p), so use one per worker
/// and dispose it. With the same version of libturbojpeg, equal images give equal bytes on every CPU.
/// </remarks>
public sealed class JpegEncoder : IDisposable
{
    /// <summary>The default quality.</summary>
    public const int DefaultQuality = 90;

    /// <summary>The largest width and height that libturbojpeg can encode, in pixels.</summary>
    public const int MaxSide = 65500;

    private readonly TurboJpeg _compressor;
    private readonly JpegPlanes _planes = new();
    private byte[] _scratch = [];

    /// <summary>Creates an encoder.</summary>
    /// <param name="quality">1 (smallest) to 100 (best).</param>
    /// <exception cref="ArgumentOutOfRangeException">The quality is outside 1..100.</exception>
    /// <exception cref="MissingLibraryException">libturbojpeg is not installed; the message names the package to install.</exception>
    public JpegEncoder(int quality = DefaultQuality)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        Quality = quality;
        _compressor = TurboJpeg.CreateCompressor();
    }

    /// <summary>The quality of the encoded images.</summary>
    /// <value>1..100; 90 by default.</value>
    public int Quality { get; }

    /// <summary>Encodes one image with 4:2:0 chroma.</summary>
    /// <param name="i420">
    /// 8-bit samples, tightly packed: width x height of Y, then ceil(width/2) x ceil(height/2) of U, then the same of V.
    /// Excess samples are ignored.
    /// </param>
    /// <param name="width">The width in pixels, 1..65500; it may be odd.</param>
    /// <param name="height">The height in pixels, 1..65500; it may be odd.</param>
    /// <param name="color">The color encoding of the samples.</param>
    /// <returns>The JPEG file; the caller disposes it.</returns>
    /// <exception cref="ItemException"><c>bad_picture</c>: a side is outside 1..65500, or the image has over 2^28 pixels.</exception>
    /// <exception cref="ArgumentException">There are fewer samples than the size requires.</exception>
    public EncodedImage Encode(ReadOnlySpan<byte> i420, int width, int height, ColorSpec color)
    {
        Validate(i420.Length, width, height);
        _planes.Fill(i420, width, height, color);
        var maxSize = TurboJpeg.GetMaxSize(width, height);
        if (_scratch.Length < maxSize)
        {
            _scratch = new byte[maxSize];
        }

        // libturbojpeg requires a worst-case buffer, ten times the usual size, so the result is copied.
        var written = _compressor.Compress(_planes, width, height, Quality, _scratch);
        return new EncodedImage(_scratch.AsSpan(0, written));
    }

    /// <summary>Frees the native compressor.</summary>
    public void Dispose() => _compressor.Dispose();

    private static void Validate(int length, int width, int height)
    {
        if (width is < 1 or > MaxSide || height is < 1 or > MaxSide || (long)width * height > 1 << 28)
        {
            throw new ItemException("bad_picture", $"An image of {width}x{height} cannot be encoded: each side must be 1..{MaxSide} pixels, and the area at most 2^28.");
        }

        var chroma = ((width + 1) / 2) * ((height + 1) / 2);
        var needed = (width * height) + (2 * chroma);
        if (length < needed)
        {
            throw new ArgumentException($"An I420 image of {width}x{height} needs {needed} bytes; got {length}.", nameof(length));
        }
    }
}
