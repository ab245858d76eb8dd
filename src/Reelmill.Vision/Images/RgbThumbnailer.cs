using Reelmill.Vision.Images.Tensors;
using Reelmill.Vision.Quality;

namespace Reelmill.Vision.Images;

/// <summary>Makes small JPEG files of decoded pictures.</summary>
/// <remarks>
/// An exact area average, then the colours that JPEG means (full-range BT.601, ITU-T T.871) with 4:2:0 chroma. Not
/// thread-safe: it owns an encoder. The same picture gives the same bytes with the same version of libturbojpeg.
/// </remarks>
public sealed class RgbThumbnail : IDisposable
{
    private readonly JpegEncoder _encoder;

    /// <summary>Makes a maker of thumbnails.</summary>
    /// <param name="quality">1 (smallest) to 100 (best).</param>
    /// <exception cref="ArgumentOutOfRangeException">The quality is out of its range.</exception>
    /// <exception cref="MissingLibraryException">libturbojpeg is not installed; the message says what to install.</exception>
    public RgbThumbnail(int quality = 75) => _encoder = new JpegEncoder(quality);

    /// <summary>Makes one thumbnail.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="longestSide">The most pixels that either side has then; a smaller picture is not enlarged. From 1.</param>
    /// <returns>The JPEG file of the thumbnail; the caller disposes it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The side is below 1.</exception>
    public EncodedImage Shrink(RgbImage image, int longestSide)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(longestSide, 1);
        var size = new PlaneSize(image.Width, image.Height).FitInto(longestSide);
        var levels = new float[3 * size.Area];
        ImageTensor.Write(image, new ImageInput(size.Width, size.Height), levels);
        return _encoder.Encode(Planes(levels, size), size.Width, size.Height, ColorSpec.Jpeg);
    }

    /// <summary>Frees the encoder.</summary>
    public void Dispose() => _encoder.Dispose();

    private static byte[] Planes(float[] levels, PlaneSize size)
    {
        var chroma = new PlaneSize((size.Width + 1) / 2, (size.Height + 1) / 2);
        var picture = new byte[size.Area + (2 * chroma.Area)];
        var (blue, red, shares) = (new float[chroma.Area], new float[chroma.Area], new int[chroma.Area]);
        for (var i = 0; i < size.Area; i++)
        {
            var (r, g, b) = (levels[i], levels[size.Area + i], levels[(2 * size.Area) + i]);
            var luma = (0.299f * r) + (0.587f * g) + (0.114f * b);
            picture[i] = Level(luma);
            var at = (i / size.Width / 2 * chroma.Width) + (i % size.Width / 2);
            blue[at] += (b - luma) / 1.772f;
            red[at] += (r - luma) / 1.402f;
            shares[at]++;
        }

        for (var i = 0; i < chroma.Area; i++)
        {
            picture[size.Area + i] = Level(128 + (blue[i] / shares[i]));
            picture[size.Area + chroma.Area + i] = Level(128 + (red[i] / shares[i]));
        }

        return picture;
    }

    private static byte Level(float value) => (byte)Math.Clamp(MathF.Round(value), 0, 255);
}
