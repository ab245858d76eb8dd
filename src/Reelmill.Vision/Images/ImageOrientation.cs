using System.Runtime.InteropServices;

namespace Reelmill.Vision.Images;

/// <summary>Turns a stored picture upright.</summary>
public static class ImageOrientation
{
    /// <summary>Gives the upright picture; the stored one is disposed when it is another.</summary>
    /// <param name="stored">The picture as its file has it.</param>
    /// <param name="orientation">1 to 8 as EXIF counts: where the stored first row and first column are to be seen.</param>
    /// <returns>The upright picture; the caller disposes it.</returns>
    public static RgbImage Apply(RgbImage stored, int orientation)
    {
        if (orientation == ExifOrientation.Upright)
        {
            return stored;
        }

        using (stored)
        {
            // From 5 on, stored rows are columns of the upright picture.
            var turned = orientation >= 5;
            var upright = turned ? RgbImage.Rent(stored.Height, stored.Width) : RgbImage.Rent(stored.Width, stored.Height);
            var source = MemoryMarshal.Cast<byte, Pixel>(stored.Pixels);
            var target = MemoryMarshal.Cast<byte, Pixel>(upright.Pixels);
            var (first, right, down) = Walk(orientation, upright.Width, upright.Height);
            for (var row = 0; row < stored.Height; row++)
            {
                var at = first + (row * down);
                foreach (var pixel in source.Slice(row * stored.Width, stored.Width))
                {
                    target[at] = pixel;
                    at += right;
                }
            }

            return upright;
        }
    }

    /// <summary>Where the first stored pixel goes, and how far it is from there to where the next in its row, and in its column, goes.</summary>
    private static (int First, int Right, int Down) Walk(int orientation, int width, int height)
    {
        var (lastColumn, lastRow) = (width - 1, (height - 1) * width);
        return orientation switch
        {
            2 => (lastColumn, -1, width),
            3 => (lastRow + lastColumn, -1, -width),
            4 => (lastRow, 1, -width),
            5 => (0, width, 1),
            6 => (lastColumn, width, -1),
            7 => (lastRow + lastColumn, -width, -1),
            8 => (lastRow, -width, 1),
            _ => (0, 1, width),
        };
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private readonly record struct Pixel(byte Red, byte Green, byte Blue);
}
