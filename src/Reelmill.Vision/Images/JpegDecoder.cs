using Reelmill.Core;

namespace Reelmill.Vision.Images;

/// <summary>Decodes JPEG files to upright RGB, at the smallest scale that covers a requested size.</summary>
/// <remarks>
/// The decoder scales by eighths during decoding, which skips most of the work: a quarter of the side takes a third of the
/// time of the full size. Supports baseline and progressive files in gray, YCbCr, RGB and CMYK, and applies embedded color
/// profiles. Not thread-safe: each instance owns a native decompressor, so use one per worker and dispose it.
/// </remarks>
/// <param name="maxPixels">The largest accepted number of pixels of a file, up to <see cref="MaxPixels"/>.</param>
public sealed class JpegDecoder(long maxPixels = JpegDecoder.MaxPixels) : IDisposable
{
    /// <summary>The largest supported number of pixels: 16384 x 16384.</summary>
    public const int MaxPixels = 1 << 28;

    private const int CmykChannels = 4;

    private readonly TurboJpeg _decompressor = TurboJpeg.CreateDecompressor();
    private readonly long _maxPixels = Math.Min(maxPixels, MaxPixels);
    private byte[] _scratch = [];

    /// <summary>Decodes one image.</summary>
    /// <param name="jpeg">The whole file. Untrusted input is safe: the image size is checked before decoding.</param>
    /// <param name="width">
    /// The requested upright width. The result is at least as large on both sides, or has the full size of the file when
    /// that is smaller. 0 for the full size.
    /// </param>
    /// <param name="height">The requested upright height; 0 for the full size.</param>
    /// <returns>The image; the caller disposes it.</returns>
    /// <exception cref="ItemException"><c>bad_picture</c>: the file is not a JPEG, is damaged, or has too many pixels.</exception>
    /// <exception cref="MissingLibraryException">The file has a color profile, and libvips cannot be loaded.</exception>
    public RgbImage Decode(ReadOnlySpan<byte> jpeg, int width = 0, int height = 0)
    {
        var header = _decompressor.ReadHeader(jpeg);
        if (header.Width < 1 || header.Height < 1 || (long)header.Width * header.Height > _maxPixels)
        {
            throw new ItemException("bad_picture", $"The image has {header.Width}x{header.Height} pixels; the supported range is 1 to {_maxPixels}.");
        }

        var orientation = ExifOrientation.Read(jpeg);
        var (neededWidth, neededHeight) = orientation >= 5 ? (height, width) : (width, height);
        var size = header.ScaleByEighths(FindEighths(header, neededWidth, neededHeight));
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

    private static int FindEighths(JpegHeader header, int width, int height)
    {
        if (width <= 0 || height <= 0)
        {
            return 8;
        }

        var eighths = 1;
        while (eighths < 8 && (header.ScaleByEighths(eighths).Width < width || header.ScaleByEighths(eighths).Height < height))
        {
            eighths++;
        }

        return eighths;
    }

    private void Decode(ReadOnlySpan<byte> jpeg, JpegHeader header, RgbImage image)
    {
        if (header.IsCmyk)
        {
            DecodeCmyk(jpeg, image);
            return;
        }

        _decompressor.DecompressRgb(jpeg, image.Pixels, image.Width, image.Height);
        if (ReadProfile(jpeg, header.IsGray ? 1 : RgbImage.Channels) is { } profile)
        {
            profile.Convert(header.IsGray ? ExtractGray(image) : image.Pixels, image.Width, image.Height, image.Pixels);
        }
    }

    private void DecodeCmyk(ReadOnlySpan<byte> jpeg, RgbImage image)
    {
        var samples = GetScratch(image.Width * image.Height * CmykChannels);
        _decompressor.DecompressCmyk(jpeg, samples, image.Width, image.Height);
        if (ReadProfile(jpeg, CmykChannels) is { } profile)
        {
            CmykConverter.Invert(samples);
            profile.Convert(samples, image.Width, image.Height, image.Pixels);
        }
        else
        {
            CmykConverter.ToRgb(samples, image.Pixels);
        }
    }

    private static IccProfile? ReadProfile(ReadOnlySpan<byte> jpeg, int channels) =>
        JpegProfile.Read(jpeg) is { } profile ? IccProfile.From(profile, channels) : null;

    private Span<byte> ExtractGray(RgbImage image)
    {
        var gray = GetScratch(image.Width * image.Height);
        for (var i = 0; i < gray.Length; i++)
        {
            gray[i] = image.Pixels[i * RgbImage.Channels];
        }

        return gray;
    }

    private Span<byte> GetScratch(int bytes)
    {
        if (_scratch.Length < bytes)
        {
            _scratch = new byte[bytes];
        }

        return _scratch.AsSpan(0, bytes);
    }
}
