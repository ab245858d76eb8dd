using Reelmill.Vision.Images.Tensors;
using Reelmill.Vision.Quality;

namespace Reelmill.Vision.Images;

/// <summary>Creates JPEG thumbnails of decoded images.</summary>
/// <remarks>
/// Scales by an exact area average and converts to full-range BT.601 (ITU-T T.871) with 4:2:0 chroma. Not thread-safe: each
/// instance owns an encoder. With the same version of libturbojpeg, equal images give equal bytes.
/// </remarks>
public sealed class RgbThumbnailer : IDisposable
{
    private readonly JpegEncoder _encoder;

    /// <summary>Creates a thumbnailer.</summary>
    /// <param name="quality">1 (smallest) to 100 (best).</param>
    /// <exception cref="ArgumentOutOfRangeException">The quality is outside 1..100.</exception>
    /// <exception cref="MissingLibraryException">libturbojpeg is not installed; the message names the package to install.</exception>
    public RgbThumbnailer(int quality = 75) => _encoder = new JpegEncoder(quality);

    /// <summary>Creates one thumbnail.</summary>
    /// <param name="image">The image.</param>
    /// <param name="longestSide">The largest width and height of the thumbnail in pixels, from 1; smaller images are not enlarged.</param>
    /// <returns>The thumbnail as a JPEG file; the caller disposes it.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="longestSide"/> is below 1.</exception>
    public EncodedImage Shrink(RgbImage image, int longestSide)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(longestSide, 1);
        var size = new PlaneSize(image.Width, image.Height).FitInto(longestSide);
        var levels = new float[3 * size.Area];
        ImageTensor.Write(image, new ImageInput(size.Width, size.Height), levels);
        return _encoder.Encode(ConvertToI420(levels, size), size.Width, size.Height, ColorSpec.Jpeg);
    }

    /// <summary>Frees the encoder.</summary>
    public void Dispose() => _encoder.Dispose();

    private static byte[] ConvertToI420(float[] levels, PlaneSize size)
    {
        var chroma = new PlaneSize((size.Width + 1) / 2, (size.Height + 1) / 2);
        var i420 = new byte[size.Area + (2 * chroma.Area)];
        var (blue, red, counts) = (new float[chroma.Area], new float[chroma.Area], new int[chroma.Area]);
        for (var i = 0; i < size.Area; i++)
        {
            var (r, g, b) = (levels[i], levels[size.Area + i], levels[(2 * size.Area) + i]);
            var luma = (0.299f * r) + (0.587f * g) + (0.114f * b);
            i420[i] = RoundToByte(luma);
            var index = (i / size.Width / 2 * chroma.Width) + (i % size.Width / 2);
            blue[index] += (b - luma) / 1.772f;
            red[index] += (r - luma) / 1.402f;
            counts[index]++;
        }

        for (var i = 0; i < chroma.Area; i++)
        {
            i420[size.Area + i] = RoundToByte(128 + (blue[i] / counts[i]));
            i420[size.Area + chroma.Area + i] = RoundToByte(128 + (red[i] / counts[i]));
        }

        return i420;
    }

    private static byte RoundToByte(float value) => (byte)Math.Clamp(MathF.Round(value), 0, 255);
}
