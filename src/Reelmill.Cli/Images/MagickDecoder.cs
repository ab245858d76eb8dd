using ImageMagick;
using Reelmill.Vision.Images;

namespace Reelmill.Cli.Images;

/// <summary>Decodes what <see cref="ImageFormat"/> names with ImageMagick and the libraries inside it (libheif, libjxl, OpenJPEG).</summary>
internal static class MagickDecoder
{
    /// <summary>Bytes that one pixel takes at most: the decoder's own planes with 16-bit samples, and four samples of 8 bits here.</summary>
    private const int MostBytesOfPixel = 16;

    private const int LongestSide = 1 << 20;

    /// <summary>Decodes one image, upright, in sRGB.</summary>
    /// <exception cref="MagickException">It is damaged.</exception>
    /// <exception cref="InvalidDataException">It has too many pixels.</exception>
    /// <exception cref="NotSupportedException">It is coded in a way that no decoder here knows.</exception>
    public static IMagickImage<byte> Decode(byte[] file, ImageFormat format, long mostPixels)
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

    /// <summary>Upright, in sRGB or gray.</summary>
    private static IMagickImage<byte> Display(IMagickImage<byte> image, ReadOnlySpan<byte> file, ImageFormat format)
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

        if (image.ColorSpace is not (ColorSpace.sRGB or ColorSpace.Gray))
        {
            image.ColorSpace = ColorSpace.sRGB;
        }

        return image;
    }

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
