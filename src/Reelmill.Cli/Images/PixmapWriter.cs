using System.Text;
using ImageMagick;

namespace Reelmill.Cli.Images;

/// <summary>Writes an image as a portable pixmap (P6, 8 bits): transparency is left out.</summary>
internal static class PixmapWriter
{
    private const int BytesAtOnce = 1 << 20;

    public static void Write(IMagickImage<byte> image, Stream output)
    {
        output.Write(Encoding.ASCII.GetBytes($"P6\n{image.Width} {image.Height}\n255\n"));
        using var pixels = image.GetPixelsUnsafe();
        var rows = Math.Max(1, BytesAtOnce / (3 * image.Width));
        for (uint y = 0; y < image.Height; y += rows)
        {
            var part = pixels.ToByteArray(0, (int)y, image.Width, Math.Min(rows, image.Height - y), PixelMapping.RGB)
                ?? throw new InvalidDataException("ImageMagick gave no pixels");
            output.Write(part);
        }
    }
}
