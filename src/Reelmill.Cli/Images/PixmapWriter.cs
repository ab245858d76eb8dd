using System.Text;
using ImageMagick;
using Reelmill.Vision.Images;

namespace Reelmill.Cli.Images;

/// <summary>Writes an image as a portable pixmap (P6, 8 bits) in sRGB, without transparency.</summary>
internal static class PixmapWriter
{
    private const int BytesPerWrite = 1 << 20;
    private const int Channels = 3;

    public static void Write(IMagickImage<byte> image, IccProfile? profile, Stream output)
    {
        output.Write(Encoding.ASCII.GetBytes($"P6\n{image.Width} {image.Height}\n255\n"));
        using var pixels = image.GetPixelsUnsafe();
        var rows = Math.Max(1, BytesPerWrite / (Channels * image.Width));
        var samples = profile is null ? "RGB" : image.ColorSpace switch { ColorSpace.Gray => "R", ColorSpace.CMYK => "CMYK", _ => "RGB" };
        for (uint y = 0; y < image.Height; y += rows)
        {
            var height = Math.Min(rows, image.Height - y);
            var part = pixels.ToByteArray(0, (int)y, image.Width, height, samples) ?? throw new InvalidDataException("ImageMagick gave no pixels");
            output.Write(profile is null ? part : ConvertToSrgb(part, profile, (int)image.Width, (int)height));
        }
    }

    private static byte[] ConvertToSrgb(byte[] samples, IccProfile profile, int width, int height)
    {
        var pixels = new byte[Channels * width * height];
        profile.Convert(samples, width, height, pixels);
        return pixels;
    }
}
