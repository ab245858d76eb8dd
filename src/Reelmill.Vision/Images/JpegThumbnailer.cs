using Reelmill.Core;
using Reelmill.Vision.Quality;

namespace Reelmill.Vision.Images;

/// <summary>Makes small JPEG files of large ones.</summary>
/// <remarks>
/// Decoding scales down by eighths, which skips most of the work; an exact area average does the rest. Not thread-safe:
/// it owns native handles and scratch memory, so give each worker its own and dispose it at the end. The same file gives
/// the same bytes with the same version of libturbojpeg.
/// </remarks>
public sealed class JpegThumbnail : IDisposable
{
    /// <summary>The most pixels that a file may have: 8192 x 8192, as videos may.</summary>
    public const int MostPixels = 1 << 26;

    private const byte NoColor = 128;

    private readonly TurboJpeg _decompressor;
    private readonly JpegEncoder _encoder;
    private readonly AreaAverage _average = new();
    private readonly byte[][] _planes = [[], [], []];

    /// <summary>Makes a maker of thumbnails.</summary>
    /// <param name="quality">1 (smallest) to 100 (best).</param>
    /// <exception cref="ArgumentOutOfRangeException">The quality is out of its range.</exception>
    /// <exception cref="MissingLibraryException">libturbojpeg is not installed; the message says what to install.</exception>
    public JpegThumbnail(int quality = 75)
    {
        _encoder = new JpegEncoder(quality);
        _decompressor = TurboJpeg.CreateDecompressor();
    }

    /// <summary>Makes one thumbnail.</summary>
    /// <param name="jpeg">The whole file. It may come from anywhere: its size is checked before it is decoded.</param>
    /// <param name="longestSide">The most pixels that either side has then; a smaller picture is not enlarged. From 1.</param>
    /// <returns>The JPEG file of the thumbnail; the caller disposes it.</returns>
    /// <exception cref="ItemException">
    /// <c>bad_picture</c>: it is no JPEG, is damaged, is neither grey nor YCbCr, or has over <see cref="MostPixels"/>.
    /// </exception>
    public EncodedImage Shrink(ReadOnlySpan<byte> jpeg, int longestSide)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(longestSide, 1);
        var header = _decompressor.ReadHeader(jpeg);
        Validate(header);
        var target = new PlaneSize(header.Width, header.Height).FitInto(longestSide);
        var scaled = ScaledSize(header, target);
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
        if (Math.Max(header.Width, header.Height) > PlaneSize.Longest || (long)header.Width * header.Height > MostPixels)
        {
            throw new ItemException("bad_picture", $"The picture has {header.Width}x{header.Height} pixels; at most {PlaneSize.Longest} on a side and {MostPixels} in all are decoded.");
        }

        if (!header.IsUsual)
        {
            throw new ItemException("bad_picture", "The picture is a JPEG with unusual colours (RGB or CMYK).");
        }
    }

    /// <summary>The smallest size that the decoder can give without losing what the target shows.</summary>
    private static (int Width, int Height) ScaledSize(JpegHeader header, PlaneSize target)
    {
        var eighths = 1;
        while (eighths < 8 && (header.Scaled(eighths).Width < target.Width || header.Scaled(eighths).Height < target.Height))
        {
            eighths++;
        }

        return header.Scaled(eighths);
    }

    private void Decode(ReadOnlySpan<byte> jpeg, JpegHeader header, (int Width, int Height) scaled)
    {
        for (var plane = 0; plane < (header.IsGray ? 1 : _planes.Length); plane++)
        {
            var (width, height) = TurboJpeg.PlaneSizeOf(plane, scaled.Width, scaled.Height, header.Subsampling);
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
        var picture = new byte[lumaBytes + (2 * chromaBytes)];
        picture.AsSpan(lumaBytes).Fill(NoColor);
        for (var plane = 0; plane < (header.IsGray ? 1 : _planes.Length); plane++)
        {
            var (width, height) = TurboJpeg.PlaneSizeOf(plane, scaled.Width, scaled.Height, header.Subsampling);
            var (at, size) = plane == 0 ? (0, target) : (lumaBytes + ((plane - 1) * chromaBytes), chroma);
            _average.Resize(_planes[plane], new PlaneSize(width, height), width, picture.AsSpan(at, size.Area), size, fullRange: true);
        }

        return picture;
    }
}
