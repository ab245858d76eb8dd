using ImageMagick;
using Reelmill.Vision.Images;

namespace Reelmill.Cli.Images;

/// <summary>Decodes what <see cref="ImageFormat"/> names with ImageMagick and the libraries inside it (libheif, libjxl, OpenJPEG).</summary>
internal static class MagickDecoder
{
    /// <summary>Bytes that one pixel takes at most: the decoder's own planes with 16-bit samples, and four samples of 8 bits here.</summary>
    private const int MostBytesOfPixel = 16;

    private const int LongestSide = 1 << 20;

    /// <summary>Decodes one image, upright: in sRGB, gray, or the colors that its profile defines.</summary>
    /// <exception cref="MagickException">It is damaged.</exception>
    /// <exception cref="InvalidDataException">It has too many pixels.</exception>
    /// <exception cref="NotSupportedException">It is coded in a way that no decoder here knows.</exception>
    /// <returns>The image, which the caller disposes, and its profile where that is not sRGB.</returns>
    public static (IMagickImage<byte> Image, IccProfile? Profile) Decode(byte[] file, ImageFormat format, long mostPixels)
    {
        Limit(mostPixels);
        try
        {
            return Display(Read(file, format, mostPixels), file, format);
        }
        catch (MagickException) when (format == ImageFormat.Heif && HeifTrack.TryExpose(file))
        {
            return Display(Read(file, format, mostPixels), file, format);
        }
        catch (MagickException e) when (e.Message.Contains("Unsupported", StringComparison.OrdinalIgnoreCase))
        {
            throw new NotSupportedException(e.Message, e);
        }
    }

    private static void Limit(long mostPixels)
    {
        ResourceLimits.Thread = 1;
        ResourceLimits.Width = LongestSide;
        ResourceLimits.Height = LongestSide;
        ResourceLimits.Area = (ulong)mostPixels;
        ResourceLimits.Memory = (ulong)mostPixels * MostBytesOfPixel;
        ResourceLimits.Disk = 0;
    }

    private static IMagickImage<byte> Read(byte[] file, ImageFormat format, long mostPixels)
    {
        var settings = new MagickReadSettings { Format = FormatOf(format) };
        if (format == ImageFormat.Jpeg && LosslessJpeg.Read(file) is { } lossless)
        {
            // libjpeg does not convert colors of lossless files; ImageMagick does when it is given them as they are.
            settings.ColorSpace = lossless.IsLuma ? ColorSpace.YCbCr : settings.ColorSpace;
            if (!lossless.IsKnown)
            {
                throw new NotSupportedException($"a lossless JPEG with {lossless.Components} components of {lossless.Precision} bits is not decoded");
            }
        }

        Validate(new MagickImageInfo(file, settings), mostPixels);
        if (format != ImageFormat.Icon)
        {
            return new MagickImage(file, settings);
        }

        using var sizes = new MagickImageCollection(file, settings);
        var largest = sizes.MaxBy(static i => (long)i.Width * i.Height) ?? throw new InvalidDataException("the icon holds no image");
        return largest.Clone();
    }

    private static void Validate(MagickImageInfo info, long mostPixels)
    {
        if ((long)info.Width * info.Height > mostPixels)
        {
            throw new InvalidDataException($"it has {info.Width}x{info.Height} pixels, and at most {mostPixels} are decoded");
        }
    }

    private static (IMagickImage<byte> Image, IccProfile? Profile) Display(IMagickImage<byte> image, ReadOnlySpan<byte> file, ImageFormat format)
    {
        if (format == ImageFormat.Targa)
        {
            // Its header says which corner comes first. libheif and libjxl turn what they decode themselves.
            image.AutoOrient();
        }
        else if (format == ImageFormat.Heif && LimitedGray.Is(file))
        {
            image.Level(LimitedGray.Black, LimitedGray.White);
        }

        var profile = ProfileOf(image);
        if (!(image.ColorSpace is ColorSpace.sRGB or ColorSpace.Gray || (image.ColorSpace == ColorSpace.CMYK && profile is not null)))
        {
            image.ColorSpace = ColorSpace.sRGB;
        }

        return (image, profile);
    }

    /// <summary>None where libjxl could not give the colors that the profile defines: they are linear then.</summary>
    private static IccProfile? ProfileOf(IMagickImage<byte> image) => image.GetColorProfile()?.ToByteArray() is { } profile
        ? IccProfile.From(profile, image.ColorSpace switch { ColorSpace.Gray => 1, ColorSpace.sRGB or ColorSpace.YCbCr => 3, ColorSpace.CMYK => 4, _ => 0 })
        : null;

    private static MagickFormat FormatOf(ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => MagickFormat.Jpeg,
        ImageFormat.Heif => MagickFormat.Heic,
        ImageFormat.JpegXl => MagickFormat.Jxl,
        ImageFormat.Jpeg2000 => MagickFormat.Jp2,
        ImageFormat.Jpeg2000Codestream => MagickFormat.J2k,
        ImageFormat.Bmp => MagickFormat.Bmp,
        ImageFormat.Targa => MagickFormat.Tga,
        ImageFormat.Icon => MagickFormat.Ico,
        ImageFormat.Qoi => MagickFormat.Qoi,
        ImageFormat.Pbm => MagickFormat.Pbm,
        ImageFormat.Pgm => MagickFormat.Pgm,
        ImageFormat.Ppm => MagickFormat.Ppm,
        ImageFormat.Pam => MagickFormat.Pam,
        _ => throw new NotSupportedException($"{format} is not decoded by this command"),
    };
}
