using NetVips;
using Reelmill.Core;
using static NetVips.Enums;

namespace Reelmill.Vision.Images;

/// <summary>Decodes PNG, WebP, GIF and TIFF files to upright RGB, in this process.</summary>
/// <remarks>
/// libvips decodes on the caller's demand: a file's size is known, and checked, before memory is taken for its pixels.
/// The first image of an animation or of several pages is taken, and its color profile applied; transparency is left out.
/// libvips is loaded when the first file is decoded. Safe for concurrent use. The same file gives the same bytes with the
/// same version of libvips.
/// </remarks>
public static class VipsDecoder
{
    /// <summary>Whether files of a format are decoded here.</summary>
    /// <param name="format">The format.</param>
    public static bool Decodes(ImageFormat format) => format is ImageFormat.Png or ImageFormat.WebP or ImageFormat.Gif or ImageFormat.Tiff;

    /// <summary>Decodes one file.</summary>
    /// <param name="file">The whole file. It may come from anywhere.</param>
    /// <param name="format">One that <see cref="Decodes"/> names.</param>
    /// <param name="mostPixels">The most pixels that the file may have, up to <see cref="RgbImage.MostPixels"/>.</param>
    /// <returns>The image; the caller disposes it.</returns>
    /// <exception cref="ItemException"><c>bad_picture</c>: it is damaged or has too many pixels. <c>unsupported_image</c>: its samples or colors are none that is decoded.</exception>
    /// <exception cref="MissingLibraryException">libvips cannot be loaded on this machine.</exception>
    public static RgbImage Decode(byte[] file, ImageFormat format, long mostPixels = RgbImage.MostPixels)
    {
        VipsLibrary.Require();
        try
        {
            using var stored = Load(file, format);
            Validate(stored, format, Math.Min(mostPixels, RgbImage.MostPixels));
            return ImageOrientation.Apply(Read(stored), OrientationOf(stored));
        }
        catch (VipsException e)
        {
            throw new ItemException("bad_picture", $"libvips could not decode it ({LastLine(e.Message)})", innerException: e);
        }
    }

    private static Image Load(byte[] file, ImageFormat format) => format switch
    {
        ImageFormat.Png => Image.PngloadBuffer(file, access: Access.Sequential, failOn: FailOn.Error),
        ImageFormat.WebP => Image.WebploadBuffer(file, access: Access.Sequential, failOn: FailOn.Error),
        ImageFormat.Gif => Image.GifloadBuffer(file, access: Access.Sequential, failOn: FailOn.Error),
        ImageFormat.Tiff => Image.TiffloadBuffer(file, access: Access.Sequential, failOn: FailOn.Error),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "The format is PNG, WebP, GIF or TIFF."),
    };

    private static void Validate(Image stored, ImageFormat format, long mostPixels)
    {
        if ((long)stored.Width * stored.Height > mostPixels)
        {
            throw new ItemException("bad_picture", $"it has {stored.Width}x{stored.Height} pixels, and at most {mostPixels} are decoded");
        }

        var known = stored.Interpretation is Interpretation.Srgb or Interpretation.Rgb or Interpretation.Bw
            or Interpretation.Rgb16 or Interpretation.Grey16 or Interpretation.Cmyk;
        if (!known || stored.Bands < ChannelsOf(stored) || stored.Format is not (BandFormat.Uchar or BandFormat.Ushort))
        {
            throw new ItemException("unsupported_image", $"{format} with samples of {stored.Format} in {stored.Interpretation} is not decoded");
        }
    }

    private static int ChannelsOf(Image stored) => stored.Interpretation switch
    {
        Interpretation.Bw or Interpretation.Grey16 => 1,
        Interpretation.Cmyk => 4,
        _ => RgbImage.Channels,
    };

    private static RgbImage Read(Image stored)
    {
        // What follows the colors is transparency, or what only the writer of a TIFF knows.
        using var opaque = stored.ExtractBand(0, n: ChannelsOf(stored));
        if (IccProfile.IsNeeded(opaque))
        {
            using var shown = IccProfile.Convert(opaque);
            return Copy(shown);
        }

        if (stored.Interpretation == Interpretation.Cmyk)
        {
            using var inks = opaque.Cast(BandFormat.Uchar, shift: true);
            using var light = inks.Invert();
            using var samples = new VipsSamples(light);
            var image = RgbImage.Rent(light.Width, light.Height);
            InkMixer.Mix(samples.Span, image.Pixels);
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

    private static int OrientationOf(Image stored) =>
        stored.Contains("orientation") && stored.Get("orientation") is int and >= 1 and <= 8 and var orientation ? orientation : ExifOrientation.Upright;

    private static string LastLine(string message) =>
        message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [.., var last] ? last.TrimEnd('.') : "it did not say why";
}
