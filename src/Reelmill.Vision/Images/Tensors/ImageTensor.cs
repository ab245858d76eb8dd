using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Reelmill.Vision.Images.Tensors;

/// <summary>Writes images into input tensors: resizes, normalizes and arranges them in one pass.</summary>
/// <remarks>
/// Shrinks by area average and enlarges bilinearly, in 32-bit floating point. Every value is summed in a fixed order within
/// its own SIMD lane, so equal images give the same bits on every CPU. Thread-safe; all scratch memory is pooled.
/// </remarks>
public static class ImageTensor
{
    /// <summary>Writes one image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="input">The image input of the model.</param>
    /// <param name="destination">Receives exactly <see cref="ImageInput.Length"/> values.</param>
    /// <returns>The mapping from tensor to image coordinates.</returns>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The fit is not a defined value.</exception>
    public static TensorMapping Write(RgbImage image, ImageInput input, Span<float> destination)
    {
        if (destination.Length != input.Length)
        {
            throw new ArgumentException($"A tensor of {input.Width}x{input.Height} needs {input.Length} values; got {destination.Length}.", nameof(destination));
        }

        var mapping = TensorMapping.Compute(image.Width, image.Height, input);
        var isLetterboxed = input.Fit == ImageFit.LetterboxTopLeft;
        var width = isLetterboxed ? (int)MathF.Round(image.Width / mapping.ScaleX) : input.Width;
        var height = isLetterboxed ? (int)MathF.Round(image.Height / mapping.ScaleY) : input.Height;
        var writer = new PixelWriter(input, destination);
        using var columns = new ResizeAxis(image.Width, width, mapping.ScaleX, mapping.OffsetX);
        using var rows = new ResizeAxis(image.Height, height, mapping.ScaleY, mapping.OffsetY);
        WriteRows(image, columns, rows, writer);
        writer.Pad(width, height);
        return mapping;
    }

    private static void WriteRows(RgbImage image, in ResizeAxis columns, in ResizeAxis rows, PixelWriter writer)
    {
        var stride = 3 * image.Width;

        // Each pixel is loaded as a vector of four values, so the last pixel needs one value of padding.
        var scratch = ArrayPool<float>.Shared.Rent(stride + 1);
        scratch[stride] = 0;
        for (var y = 0; y < rows.Length; y++)
        {
            RowSum.Write(image.Pixels[(rows.GetStart(y) * stride)..], stride, rows.GetWeights(y), scratch.AsSpan(0, stride));
            WriteRow(scratch, columns, writer, y);
        }

        ArrayPool<float>.Shared.Return(scratch);
    }

    private static void WriteRow(float[] row, in ResizeAxis columns, PixelWriter writer, int y)
    {
        // A resize axis only refers to existing source pixels, so the loads need no bounds checks.
        ref var first = ref MemoryMarshal.GetArrayDataReference(row);
        for (var x = 0; x < columns.Length; x++)
        {
            var offset = (nuint)(3 * columns.GetStart(x));
            var sum = Vector128<float>.Zero;
            foreach (var weight in columns.GetWeights(x))
            {
                sum += Vector128.LoadUnsafe(ref first, offset) * weight;
                offset += 3;
            }

            writer.Write(x, y, sum);
        }
    }
}
