using Reelmill.Core;
using Reelmill.Vision.Quality;

namespace Reelmill.Vision.Images;

/// <summary>Creates JPEG thumbnails of JPEG files.</summary>
/// <remarks>
/// The decoder scales by eighths, which skips most of the work; an exact area average does the rest. Not thread-safe: each
/// instance owns native handles and scratch memory, so use one per worker and dispose it. With the same version of
/// libturbojpeg, equal files give equal bytes.
/// </remarks>
public sealed class JpegThumbnailer : IDisposable
{
    /// <summary>The largest supported number of pixels: 8192 x 8192, the same as for videos.</summary>
    public const int MaxPixels = 1 << 26;

    private const byte NeutralChroma = 128;

    private readonly TurboJpeg _decompressor;
    private readonly JpegEncoder _encoder;
    private readonly AreaAverage _average = new();
    private readonly byte[][] _planes = [[], [], []];

    /// <summary>Creates a thumbnailer.</summary>
    /// <param name="quality">1 (smallest) to 100 (best).</param>
    /// <exception cref="ArgumentOutOfRangeException">The quality is outside 1..100.</exception>
    /// <exception cref="MissingLibraryException">libturbojpeg is not installed; the message names the package to install.</exception>
    public JpegThumbnailer(int quality = 75)
    {
        _encoder = new JpegEncoder(quality);
        _decompressor = TurboJpeg.CreateDecompressor();
    }

    /// <summary>Creates one thumbnail.</summary>
    /// <param name="jpeg">The whole file. Untrusted input is safe: the image size is checked before decoding.</param>
    /// <param name="longestSide">The largest width and height of the thumbnail in pixels, from 1; smaller images are not enlarged.</param>
    /// <returns>The thumbnail as a JPEG file; the caller disposes it.</returns>
    /// <exception cref="ItemException">
    /// <c>bad_picture</c>: the file is not a JPEG, is damaged, is neither gray nor YCbCr, or has more than <see cref="MaxPixels"/>.
    /// </exception>
    public EncodedImage Shrink(ReadOnlySpan<byte> jpeg, int longestSide)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(longestSide, 1);
        var header = _decompressor.ReadHeader(jpeg);
        Validate(header);
        var target = new PlaneSize(header.Width, header.Height).FitInto(longestSide);
        var scaled = FindScaledSize(header, target);
        Decode(jpeg, header, scaled);
        return _encoder.Encode(Average(header, scaled, target), target.Width, target.Height, ColorSpec.Jpeg);
    }

    /// <summary>Frees the native handles.</summary>
    public void Dispose()
    {
        _decompressor.Dispose();
        _encoder.Dispose();
    }

    private static void Validate(JpegHeader header)
    {
        if (Math.Max(header.Width, header.Height) > PlaneSize.MaxSide || (long)header.Width * header.Height > MaxPixels)
        {
            throw new ItemException("bad_picture", $"The image has {header.Width}x{header.Height} pixels; at most {PlaneSize.MaxSide} per side and {MaxPixels} in total are supported.");
        }

        if (!header.IsGrayOrYCbCr)
        {
            throw new ItemException("bad_picture", "The image is an RGB or CMYK JPEG, which is not supported here.");
        }
    }

    /// <summary>Returns the smallest decoder scale that is at least as large as the target.</summary>
    private static (int Width, int Height) FindScaledSize(JpegHeader header, PlaneSize target)
    {
        var eighths = 1;
        while (eighths < 8 && (header.ScaleByEighths(eighths).Width < target.Width || header.ScaleByEighths(eighths).Height < target.Height))
        {
            eighths++;
        }

        return header.ScaleByEighths(eighths);
    }

    private void Decode(ReadOnlySpan<byte> jpeg, JpegHeader header, (int Width, int Height) scaled)
    {
        for (var plane = 0; plane < (header.IsGray ? 1 : _planes.Length); plane++)
        {
            var (width, height) = TurboJpeg.GetPlaneSize(plane, scaled.Width, scaled.Height, header.Subsampling);
            if (_planes[plane].Length < width * height)
            {
                _planes[plane] = new byte[width * height];
            }
        }

        _decompressor.Decompress(jpeg, (_planes[0], _planes[1], _planes[2]), scaled.Width, scaled.Height);
    }

    private byte[] Average(JpegHeader header, (int Width, int Height) scaled, PlaneSize target)
    {
        var chroma = new PlaneSize((target.Width + 1) / 2, (target.Height + 1) / 2);
        var (lumaBytes, chromaBytes) = (target.Area, chroma.Area);
        var i420 = new byte[lumaBytes + (2 * chromaBytes)];
        i420.AsSpan(lumaBytes).Fill(NeutralChroma);
        for (var plane = 0; plane < (header.IsGray ? 1 : _planes.Length); plane++)
        {
            var (width, height) = TurboJpeg.GetPlaneSize(plane, scaled.Width, scaled.Height, header.Subsampling);
            var (offset, size) = plane == 0 ? (0, target) : (lumaBytes + ((plane - 1) * chromaBytes), chroma);
            _average.Resize(_planes[plane], new PlaneSize(width, height), width, i420.AsSpan(offset, size.Area), size, fullRange: true);
        }

        return i420;
    }
}
