using System.Numerics;
using System.Runtime.CompilerServices;

namespace Reelmill.Vision.Quality;

/// <summary>
/// Computes the variance of the 4-neighbor Laplacian (kernel 0 1 0 / 1 -4 1 / 0 1 0) over the inner pixels of a plane: high
/// for fine detail, low for blur.
/// </summary>
/// <remarks>
/// Source: Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy", 2000. Both sums are exact integers; only
/// the final divisions are in floating point (IEEE 754).
/// </remarks>
internal static class Laplacian
{
    public static double ComputeVariance(ReadOnlySpan<byte> plane, PlaneSize size)
    {
        var count = (long)(size.Width - 2) * (size.Height - 2);
        if (size.Width < 3 || size.Height < 3)
        {
            return 0;
        }

        var moments = default(Moments);
        for (var y = 1; y < size.Height - 1; y++)
        {
            moments += SumRow(plane.Slice((y - 1) * size.Width, 3 * size.Width), size.Width);
        }

        return (double)((count * moments.Squares) - (moments.Sum * moments.Sum)) / count / count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Moments SumRow(ReadOnlySpan<byte> rows, int width)
    {
        var (sums, squares) = (Vector<int>.Zero, Vector<int>.Zero);
        var x = 1;
        for (; x <= width - 1 - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            var center = Halves.Load(rows[(width + x)..]);
            var edges = Halves.Load(rows[x..])
                + Halves.Load(rows[((2 * width) + x)..])
                + Halves.Load(rows[(width + x - 1)..])
                + Halves.Load(rows[(width + x + 1)..]);
            Add(edges.Low - (center.Low * 4), ref sums, ref squares);
            Add(edges.High - (center.High * 4), ref sums, ref squares);
        }

        long sum = Vector.Sum(sums);
        long square = Vector.Sum(squares);
        for (; x < width - 1; x++)
        {
            var index = width + x;
            var value = rows[x] + rows[index + width] + rows[index - 1] + rows[index + 1] - (4 * rows[index]);
            sum += value;
            square += value * value;
        }

        return new Moments(sum, square);
    }

    /// <summary>Adds values and squares. A sum of squares stays below 2^31 for up to 2,000 pixels of at most 1020 squared.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Vector<short> values, ref Vector<int> sums, ref Vector<int> squares)
    {
        Vector.Widen(values, out var low, out var high);
        sums += low + high;
        squares += (low * low) + (high * high);
    }

    private readonly record struct Moments(long Sum, long Squares)
    {
        public static Moments operator +(Moments a, Moments b) => new(a.Sum + b.Sum, a.Squares + b.Squares);
    }

    private readonly record struct Halves(Vector<short> Low, Vector<short> High)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Halves Load(ReadOnlySpan<byte> row)
        {
            Vector.Widen(new Vector<byte>(row), out var low, out var high);
            return new Halves(Vector.AsVectorInt16(low), Vector.AsVectorInt16(high));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Halves operator +(Halves a, Halves b) => new(a.Low + b.Low, a.High + b.High);
    }
}
