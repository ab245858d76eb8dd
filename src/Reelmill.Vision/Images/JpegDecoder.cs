using Reelmill.Core;

namespace Reelmill.Vision.Images;

/// <summary>Decodes JPEG files to upright RGB, no larger than what is asked for needs.</summary>
/// <remarks>
/// Scaling down by eighths while decoding skips most of the work: a quarter of the side takes a third of the time of the
/// whole. Baseline and progressive, grey, YCbCr, RGB and CMYK; an embedded color profile is applied. Not thread-safe: it
/// owns a native decompressor, so give each worker its own and dispose it at the end.
/// </remarks>
/// <param name="mostPixels">The most pixels that a file may have, up to <see cref="MostPixels"/>.</param>
public sealed class JpegDecoder(long mostPixels = JpegDecoder.MostPixels) : IDisposable
{
    /// <summary>The most pixels that a file may have: 16384 x 16384.</summary>
    public const int MostPixels = 1 << 28;

    private const int Inks = 4;

    private readonly TurboJpeg _decompressor = TurboJpeg.CreateDecompressor();
    private readonly long _mostPixels = Math.Min(mostPixels, MostPixels);
    private byte[] _scratch = [];

    /// <summary>Decodes one picture.</summary>
    /// <param name="jpeg">The whole file. It may come from anywhere: its size is checked before it is decoded.</param>
    /// <param name="width">
    /// The width, upright, that is needed; the picture is at least as large on both sides, or as large as it is. 0 for its full size.
    /// </param>
    /// <param name="height">The height that is needed.</param>
    /// <returns>The picture; the caller disposes it.</returns>
    /// <exception cref="ItemException"><c>bad_picture</c>: it is no JPEG, is damaged, or has too many pixels.</exception>
    /// <exception cref="MissingLibraryException">It has a color profile, and libvips cannot be loaded on this machine.</exception>
    public RgbImage Decode(ReadOnlySpan<byte> jpeg, int width = 0, int height = 0)
    {
        var header = _decompressor.ReadHeader(jpeg);
        if (header.Width < 1 || header.Height < 1 || (long)header.Width * header.Height > _mostPixels)
        {
            throw new ItemException("bad_picture", $"The picture has {header.Width}x{header.Height} pixels; from 1 to {_mostPixels} are decoded.");
        }

        var orientation = ExifOrientation.Of(jpeg);
        var (needWidth, needHeight) = orientation >= 5 ? (height, width) : (width, height);
        var size = header.Scaled(EighthsFor(header, needWidth, needHeight));
        var image = RgbImage.Rent(size.Width, size.Height);
        try
        {
            Decode(jpeg, header, image);
            return ImageOrientation.Apply(image, orientation);
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    /// <summary>Frees the native decompressor.</summary>
    public void Dispose() => _decompressor.Dispose();

    private static int EighthsFor(JpegHeader header, int width, int height)
    {
        if (width <= 0 || height <= 0)
        {
            return 8;
        }

        var eighths = 1;
        while (eighths < 8 && (header.Scaled(eighths).Width < width || header.Scaled(eighths).Height < height))
        {
            eighths++;
        }

        return eighths;
    }

    private void Decode(ReadOnlySpan<byte> jpeg, JpegHeader header, RgbImage image)
    {
        if (header.IsInk)
        {
            DecodeInks(jpeg, image);
            return;
        }

        _decompressor.DecompressRgb(jpeg, image.Pixels, image.Width, image.Height);
        if (ProfileOf(jpeg, header.IsGray ? 1 : RgbImage.Channels) is { } profile)
        {
            profile.Convert(header.IsGray ? Gray(image) : image.Pixels, image.Width, image.Height, image.Pixels);
        }
    }

    private void DecodeInks(ReadOnlySpan<byte> jpeg, RgbImage image)
    {
        var light = Scratch(image.Width * image.Height * Inks);
        _decompressor.DecompressInks(jpeg, light, image.Width, image.Height);
        if (ProfileOf(jpeg, Inks) is { } profile)
        {
            InkMixer.Invert(light);
            profile.Convert(light, image.Width, image.Height, image.Pixels);
        }
        else
        {
            InkMixer.Mix(light, image.Pixels);
        }
    }

    private static IccProfile? ProfileOf(ReadOnlySpan<byte> jpeg, int channels) =>
        JpegProfile.Of(jpeg) is { } profile ? IccProfile.From(profile, channels) : null;

    private Span<byte> Gray(RgbImage image)
    {
        var gray = Scratch(image.Width * image.Height);
        for (var i = 0; i < gray.Length; i++)
        {
            gray[i] = image.Pixels[i * RgbImage.Channels];
        }

        return gray;
    }

    private Span<byte> Scratch(int bytes)
    {
        if (_scratch.Length < bytes)
        {
            _scratch = new byte[bytes];
        }

        return _scratch.AsSpan(0, bytes);
    }
}
