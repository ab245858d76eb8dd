using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Reelmill.Vision.Images.Tensors;

/// <summary>Writes pictures into input tensors: resized, normalised and laid out in one go.</summary>
/// <remarks>
/// Shrinks by area average and enlarges bilinearly, in 32-bit floating point. Every number is a sum in one fixed order,
/// and the lanes of a vector never meet, so that the same picture gives the same bits on every processor. Thread-safe;
/// all memory that it needs is pooled.
/// </remarks>
public static class ImageTensor
{
    /// <summary>Writes one picture.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="input">What the model wants to see.</param>
    /// <param name="destination">Exactly <see cref="ImageInput.Length"/> numbers, all of which are written.</param>
    /// <returns>Where the picture lies in the tensor.</returns>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The fit is none.</exception>
    public static Placement Write(RgbImage image, ImageInput input, Span<float> destination)
    {
        if (destination.Length != input.Length)
        {
            throw new ArgumentException($"A tensor of {input.Width}x{input.Height} has {input.Length} numbers; got {destination.Length}.", nameof(destination));
        }

        var placement = Placement.Of(image.Width, image.Height, input);
        var boxed = input.Fit == ImageFit.LetterboxTopLeft;
        var width = boxed ? (int)MathF.Round(image.Width / placement.ScaleX) : input.Width;
        var height = boxed ? (int)MathF.Round(image.Height / placement.ScaleY) : input.Height;
        var writer = new PixelWriter(input, destination);
        using var columns = new ResizeAxis(image.Width, width, placement.ScaleX, placement.OffsetX);
        using var rows = new ResizeAxis(image.Height, height, placement.ScaleY, placement.OffsetY);
        WriteRows(image, columns, rows, writer);
        writer.Pad(width, height);
        return placement;
    }

    private static void WriteRows(RgbImage image, in ResizeAxis columns, in ResizeAxis rows, PixelWriter writer)
    {
        var stride = 3 * image.Width;

        // A vector of four is loaded for the three colours of a pixel: the last pixel needs one number more.
        var scratch = ArrayPool<float>.Shared.Rent(stride + 1);
        scratch[stride] = 0;
        for (var y = 0; y < rows.Length; y++)
        {
            RowSum.Write(image.Pixels[(rows.Start(y) * stride)..], stride, rows.Weights(y), scratch.AsSpan(0, stride));
            WriteRow(scratch, columns, writer, y);
        }

        ArrayPool<float>.Shared.Return(scratch);
    }

    private static void WriteRow(float[] row, in ResizeAxis columns, PixelWriter writer, int y)
    {
        // An axis names pixels of the source only, so that no load needs a check.
        ref var first = ref MemoryMarshal.GetArrayDataReference(row);
        for (var x = 0; x < columns.Length; x++)
        {
            var at = (nuint)(3 * columns.Start(x));
            var sum = Vector128<float>.Zero;
            foreach (var weight in columns.Weights(x))
            {
                sum += Vector128.LoadUnsafe(ref first, at) * weight;
                at += 3;
            }

            writer.Write(x, y, sum);
        }
    }
}
