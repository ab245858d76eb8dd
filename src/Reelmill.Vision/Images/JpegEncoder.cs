using Reelmill.Core;

namespace Reelmill.Vision.Images;

/// <summary>Encodes planar pictures as JPEG, with their colours brought to what JPEG means (full-range BT.601).</summary>
/// <remarks>
/// Not thread-safe: it owns a native compressor and scratch memory (some 9 MB for 1080p), so give each worker its own and
/// dispose it at the end. The same picture gives the same bytes with the same version of libturbojpeg, on every CPU.
/// </remarks>
public sealed class JpegEncoder : IDisposable
{
    /// <summary>The quality when none is named.</summary>
    public const int DefaultQuality = 90;

    /// <summary>The longest side of a JPEG that the library writes, in pixels.</summary>
    public const int LongestSide = 65500;

    private readonly TurboJpeg _compressor;
    private readonly JpegPlanes _planes = new();
    private byte[] _scratch = [];

    /// <summary>Makes an encoder.</summary>
    /// <param name="quality">1 (smallest) to 100 (best).</param>
    /// <exception cref="ArgumentOutOfRangeException">The quality is outside 1..100.</exception>
    /// <exception cref="MissingLibraryException">libturbojpeg is not installed; the message says what to install.</exception>
    public JpegEncoder(int quality = DefaultQuality)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        Quality = quality;
        _compressor = TurboJpeg.CreateCompressor();
    }

    /// <summary>The quality of every image.</summary>
    /// <value>1..100; 90 by default.</value>
    public int Quality { get; }

    /// <summary>Encodes one picture with 4:2:0 chroma.</summary>
    /// <param name="i420">
    /// 8-bit samples, tightly packed: width x height of Y, then ceil(width/2) x ceil(height/2) of U, then the same of V.
    /// It may be longer.
    /// </param>
    /// <param name="width">Pixels in a row, odd ones too, 1..65500.</param>
    /// <param name="height">Rows, odd ones too, 1..65500.</param>
    /// <param name="color">How the samples say colour.</param>
    /// <returns>The JPEG file; the caller disposes it.</returns>
    /// <exception cref="ItemException"><c>bad_picture</c>: a side is outside 1..65500, or the picture has over 2^28 pixels.</exception>
    /// <exception cref="ArgumentException">There are fewer samples than the size needs.</exception>
    public EncodedImage Encode(ReadOnlySpan<byte> i420, int width, int height, ColorSpec color)
    {
        Validate(i420.Length, width, height);
        _planes.Fill(i420, width, height, color);
        var largest = TurboJpeg.LargestSize(width, height);
        if (_scratch.Length < largest)
        {
            _scratch = new byte[largest];
        }

        // The library wants room for the worst case, ten times what a picture takes: only what it wrote travels on.
        var written = _compressor.Compress(_planes, width, height, Quality, _scratch);
        return new EncodedImage(_scratch.AsSpan(0, written));
    }

    /// <summary>Frees the native compressor.</summary>
    public void Dispose() => _compressor.Dispose();

    private static void Validate(int length, int width, int height)
    {
        if (width is < 1 or > LongestSide || height is < 1 or > LongestSide || (long)width * height > 1 << 28)
        {
            throw new ItemException("bad_picture", $"Encoding a picture of {width}x{height}: each side must be 1..{LongestSide} pixels, and all at most 2^28.");
        }

        var chroma = ((width + 1) / 2) * ((height + 1) / 2);
        var needed = (width * height) + (2 * chroma);
        if (length < needed)
        {
            throw new ArgumentException($"A picture of {width}x{height} in I420 has {needed} bytes; got {length}.", nameof(length));
        }
    }
}
