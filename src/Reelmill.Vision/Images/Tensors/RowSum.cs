using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Reelmill.Vision.Images.Tensors;

/// <summary>Computes weighted sums of rows of bytes.</summary>
internal static class RowSum
{
    /// <summary>Sums as many rows as there are weights.</summary>
    /// <param name="rows">The rows, starting with the first one.</param>
    /// <param name="stride">Bytes from one row to the next.</param>
    /// <param name="weights">The weight of each row, in the order of summation.</param>
    /// <param name="target">Receives one sum per column.</param>
    public static void Write(ReadOnlySpan<byte> rows, int stride, ReadOnlySpan<float> weights, Span<float> target)
    {
        // One bounds check for all unchecked loads below.
        ArgumentOutOfRangeException.ThrowIfLessThan(rows.Length, ((weights.Length - 1) * stride) + target.Length, nameof(rows));
        var x = 0;
        for (; x <= target.Length - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            AddStrip(ref Unsafe.Add(ref MemoryMarshal.GetReference(rows), x), stride, weights, target.Slice(x, Vector<byte>.Count));
        }

        for (; x < target.Length; x++)
        {
            var sum = 0f;
            for (var row = 0; row < weights.Length; row++)
            {
                sum += rows[(row * stride) + x] * weights[row];
            }

            target[x] = sum;
        }
    }

    /// <summary>Sums one vector of columns, with the sums in registers.</summary>
    private static void AddStrip(ref byte first, int stride, ReadOnlySpan<float> weights, Span<float> target)
    {
        var (a, b, c, d) = (Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero);
        nuint offset = 0;
        foreach (var weight in weights)
        {
            Vector.Widen(Vector.LoadUnsafe(ref first, offset), out var low, out var high);
            Vector.Widen(low, out var ia, out var ib);
            Vector.Widen(high, out var ic, out var id);
            a += Vector.ConvertToSingle(Vector.AsVectorInt32(ia)) * weight;
            b += Vector.ConvertToSingle(Vector.AsVectorInt32(ib)) * weight;
            c += Vector.ConvertToSingle(Vector.AsVectorInt32(ic)) * weight;
            d += Vector.ConvertToSingle(Vector.AsVectorInt32(id)) * weight;
            offset += (nuint)stride;
        }

        a.CopyTo(target);
        b.CopyTo(target[Vector<float>.Count..]);
        c.CopyTo(target[(2 * Vector<float>.Count)..]);
        d.CopyTo(target[(3 * Vector<float>.Count)..]);
    }
}
