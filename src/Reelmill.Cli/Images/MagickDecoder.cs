using ImageMagick;
using Reelmill.Vision.Images;

namespace Reelmill.Cli.Images;

/// <summary>Decodes the formats of <see cref="ImageFormat"/> with ImageMagick and its bundled libraries (libheif, libjxl, OpenJPEG).</summary>
internal static class MagickDecoder
{
    /// <summary>The maximum memory per pixel in bytes: the decoder's planes of 16-bit samples, and four 8-bit samples here.</summary>
    private const int MaxBytesPerPixel = 16;

    private const int MaxSide = 1 << 20;

    /// <summary>Decodes one image, upright, to sRGB, gray, or the color space of its profile.</summary>
    /// <exception cref="MagickException">The image is damaged.</exception>
    /// <exception cref="InvalidDataException">The image has too many pixels.</exception>
    /// <exception cref="NotSupportedException">No bundled decoder supports the coding of the image.</exception>
    /// <returns>The image, which the caller disposes, and its color profile; null for sRGB.</returns>
    public static (IMagickImage<byte> Image, IccProfile? Profile) Decode(byte[] file, ImageFormat format, long maxPixels)
    {
        SetResourceLimits(maxPixels);
        try
        {
            return PrepareForDisplay(Read(file, format, maxPixels), file, format);
        }
        catch (MagickException) when (format == ImageFormat.Heif && HeifTrack.TryExpose(file))
        {
            return PrepareForDisplay(Read(file, format, maxPixels), file, format);
        }
        catch (MagickException e) when (e.Message.Contains("Unsupported", StringComparison.OrdinalIgnoreCase))
        {
            throw new NotSupportedException(e.Message, e);
        }
    }

    private static void SetResourceLimits(long maxPixels)
    {
        ResourceLimits.Thread = 1;
        ResourceLimits.Width = MaxSide;
        ResourceLimits.Height = MaxSide;
        ResourceLimits.Area = (ulong)maxPixels;
        ResourceLimits.Memory = (ulong)maxPixels * MaxBytesPerPixel;
        ResourceLimits.Disk = 0;
    }

    private static IMagickImage<byte> Read(byte[] file, ImageFormat format, long maxPixels)
    {
        var settings = new MagickReadSettings { Format = GetFormat(format) };
        if (format == ImageFormat.Jpeg && LosslessJpeg.Read(file) is { } lossless)
        {
            // libjpeg does not convert the colors of lossless files. ImageMagick does when it knows the color space.
            settings.ColorSpace = lossless.IsLuma ? ColorSpace.YCbCr : settings.ColorSpace;
            if (!lossless.IsKnown)
            {
                throw new NotSupportedException($"a lossless JPEG with {lossless.Components} components of {lossless.Precision} bits is not supported");
            }
        }

        Validate(new MagickImageInfo(file, settings), maxPixels);
        if (format != ImageFormat.Icon)
        {
            return new MagickImage(file, settings);
        }

        using var sizes = new MagickImageCollection(file, settings);
        var largest = sizes.MaxBy(static i => (long)i.Width * i.Height) ?? throw new InvalidDataException("the icon holds no image");
        return largest.Clone();
    }

    private static void Validate(MagickImageInfo info, long maxPixels)
    {
        if ((long)info.Width * info.Height > maxPixels)
        {
            throw new InvalidDataException($"it has {info.Width}x{info.Height} pixels, and at most {maxPixels} are decoded");
        }
    }

    private static (IMagickImage<byte> Image, IccProfile? Profile) PrepareForDisplay(IMagickImage<byte> image, ReadOnlySpan<byte> file, ImageFormat format)
    {
        if (format == ImageFormat.Targa)
        {
            // The Targa header has the orientation. libheif and libjxl apply the orientation themselves.
            image.AutoOrient();
        }
        else if (format == ImageFormat.Heif && LimitedRangeGray.Detect(file))
        {
            image.Level(LimitedRangeGray.Black, LimitedRangeGray.White);
        }

        var profile = GetProfile(image);
        if (!(image.ColorSpace is ColorSpace.sRGB or ColorSpace.Gray || (image.ColorSpace == ColorSpace.CMYK && profile is not null)))
        {
            image.ColorSpace = ColorSpace.sRGB;
        }

        return (image, profile);
    }

    /// <summary>Gets the color profile of an image; null for linear colors, which libjxl returns when it cannot apply the profile.</summary>
    private static IccProfile? GetProfile(IMagickImage<byte> image) => image.GetColorProfile()?.ToByteArray() is { } profile
        ? IccProfile.From(profile, image.ColorSpace switch { ColorSpace.Gray => 1, ColorSpace.sRGB or ColorSpace.YCbCr => 3, ColorSpace.CMYK => 4, _ => 0 })
        : null;

    private static MagickFormat GetFormat(ImageFormat format) => format switch
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
        _ => throw new NotSupportedException($"{format} is not supported by this command"),
    };
}
