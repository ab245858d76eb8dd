using NetVips;
using Reelmill.Core;
using static NetVips.Enums;

namespace Reelmill.Vision.Images;

/// <summary>Decodes PNG, WebP, GIF and TIFF files to upright RGB, in this process.</summary>
/// <remarks>
/// libvips decodes on demand: the image size is checked before memory for the pixels is allocated. Decodes the first frame
/// or page of a file, applies its color profile and drops transparency. libvips is loaded for the first file. Safe for
/// concurrent use. With the same version of libvips, equal files give equal bytes.
/// </remarks>
public static class VipsDecoder
{
    /// <summary>Returns whether the decoder supports a format.</summary>
    /// <param name="format">The format.</param>
    public static bool Supports(ImageFormat format) => format is ImageFormat.Png or ImageFormat.WebP or ImageFormat.Gif or ImageFormat.Tiff;

    /// <summary>Decodes one file to upright RGB.</summary>
    /// <param name="file">The whole file; untrusted input is safe.</param>
    /// <param name="format">A format that <see cref="Supports"/> accepts.</param>
    /// <param name="maxPixels">The largest accepted number of pixels, up to <see cref="RgbImage.MaxPixels"/>.</param>
    /// <returns>The image; the caller disposes it.</returns>
    /// <exception cref="ItemException"><c>bad_picture</c>: the file is damaged or has too many pixels. <c>unsupported_image</c>: its sample format or color space is not supported.</exception>
    /// <exception cref="MissingLibraryException">libvips cannot be loaded.</exception>
    public static RgbImage Decode(byte[] file, ImageFormat format, long maxPixels = RgbImage.MaxPixels)
    {
        VipsLibrary.EnsureLoaded();
        try
        {
            using var stored = Load(file, format);
            Validate(stored, format, Math.Min(maxPixels, RgbImage.MaxPixels));
            return ImageOrientation.Apply(Read(stored), ReadOrientation(stored));
        }
        catch (VipsException e)
        {
            throw new ItemException("bad_picture", $"libvips could not decode the file ({GetLastLine(e.Message)})", innerException: e);
        }
    }

    private static Image Load(byte[] file, ImageFormat format) => format switch
    {
        ImageFormat.Png => Image.PngloadBuffer(file, access: Access.Sequential, failOn: FailOn.Error),
        ImageFormat.WebP => Image.WebploadBuffer(file, access: Access.Sequential, failOn: FailOn.Error),
        ImageFormat.Gif => Image.GifloadBuffer(file, access: Access.Sequential, failOn: FailOn.Error),
        ImageFormat.Tiff => Image.TiffloadBuffer(file, access: Access.Sequential, failOn: FailOn.Error),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "The format must be PNG, WebP, GIF or TIFF."),
    };

    private static void Validate(Image stored, ImageFormat format, long maxPixels)
    {
        if ((long)stored.Width * stored.Height > maxPixels)
        {
            throw new ItemException("bad_picture", $"the image has {stored.Width}x{stored.Height} pixels; at most {maxPixels} are supported");
        }

        var known = stored.Interpretation is Interpretation.Srgb or Interpretation.Rgb or Interpretation.Bw
            or Interpretation.Rgb16 or Interpretation.Grey16 or Interpretation.Cmyk;
        if (!known || stored.Bands < CountChannels(stored) || stored.Format is not (BandFormat.Uchar or BandFormat.Ushort))
        {
            throw new ItemException("unsupported_image", $"{format} with {stored.Format} samples in the color space {stored.Interpretation} is not supported");
        }
    }

    private static int CountChannels(Image stored) => stored.Interpretation switch
    {
        Interpretation.Bw or Interpretation.Grey16 => 1,
        Interpretation.Cmyk => 4,
        _ => RgbImage.Channels,
    };

    private static RgbImage Read(Image stored)
    {
        // Bands after the color channels are transparency, or private to the writer of a TIFF.
        using var opaque = stored.ExtractBand(0, n: CountChannels(stored));
        if (IccProfile.IsNeeded(opaque))
        {
            using var srgb = IccProfile.Convert(opaque);
            return Copy(srgb);
        }

        if (stored.Interpretation == Interpretation.Cmyk)
        {
            using var cmyk = opaque.Cast(BandFormat.Uchar, shift: true);
            using var inverted = cmyk.Invert();
            using var samples = new VipsSamples(inverted);
            var image = RgbImage.Rent(inverted.Width, inverted.Height);
            CmykConverter.ToRgb(samples.Span, image.Pixels);
            return image;
        }

        using var color = opaque.Colourspace(Interpretation.Srgb);
        using var bytes = color.Cast(BandFormat.Uchar);
        return Copy(bytes);
    }

    private static RgbImage Copy(Image source)
    {
        using var samples = new VipsSamples(source);
        var image = RgbImage.Rent(source.Width, source.Height);
        samples.Span.CopyTo(image.Pixels);
        return image;
    }

    private static int ReadOrientation(Image stored) =>
        stored.Contains("orientation") && stored.Get("orientation") is int and >= 1 and <= 8 and var orientation ? orientation : ExifOrientation.Upright;

    private static string GetLastLine(string message) =>
        message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [.., var last] ? last.TrimEnd('.') : "no reason given";
}
