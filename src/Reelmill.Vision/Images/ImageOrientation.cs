using System.Runtime.InteropServices;

namespace Reelmill.Vision.Images;

/// <summary>Rotates and mirrors decoded images to upright.</summary>
public static class ImageOrientation
{
    /// <summary>Applies an orientation. Disposes <paramref name="stored"/> when the result is a new image.</summary>
    /// <param name="stored">The image as stored in the file.</param>
    /// <param name="orientation">The EXIF orientation, 1 to 8: the visual positions of the stored row 0 and column 0.</param>
    /// <returns>The upright image; the caller disposes it.</returns>
    public static RgbImage Apply(RgbImage stored, int orientation)
    {
        if (orientation == ExifOrientation.Upright)
        {
            return stored;
        }

        using (stored)
        {
            // Orientations 5 to 8 swap rows and columns.
            var isTransposed = orientation >= 5;
            var upright = isTransposed ? RgbImage.Rent(stored.Height, stored.Width) : RgbImage.Rent(stored.Width, stored.Height);
            var source = MemoryMarshal.Cast<byte, Pixel>(stored.Pixels);
            var target = MemoryMarshal.Cast<byte, Pixel>(upright.Pixels);
            var (first, right, down) = GetSteps(orientation, upright.Width, upright.Height);
            for (var row = 0; row < stored.Height; row++)
            {
                var index = first + (row * down);
                foreach (var pixel in source.Slice(row * stored.Width, stored.Width))
                {
                    target[index] = pixel;
                    index += right;
                }
            }

            return upright;
        }
    }

    /// <summary>Returns the target index of the first stored pixel, and the target steps for the next stored column and row.</summary>
    private static (int First, int Right, int Down) GetSteps(int orientation, int width, int height)
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
