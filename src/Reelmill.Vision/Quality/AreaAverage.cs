using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Reelmill.Vision.Quality;

/// <summary>
/// Resizes a plane of 8-bit samples by an exact area average: each target pixel is the mean of the source pixels that it
/// covers, weighted by the covered area, in integer arithmetic with a single rounding.
/// </summary>
/// <remarks>
/// Integer sums do not depend on the order, so neither does the result on the SIMD width. Not thread-safe: each instance
/// owns its scratch memory. Allocates only when the sizes change.
/// </remarks>
internal sealed class AreaAverage
{
    private AreaAxis _columns = new(1, 1);
    private AreaAxis _rows = new(1, 1);
    private uint[] _sums = [0];

    /// <summary>Resizes a plane into the tightly packed <paramref name="target"/>.</summary>
    public void Resize(ReadOnlySpan<byte> source, PlaneSize size, int stride, Span<byte> target, PlaneSize targetSize, bool fullRange)
    {
        Prepare(size, targetSize);
        var scale = new LevelScale((ulong)size.Width * (ulong)size.Height, fullRange);
        for (var y = 0; y < targetSize.Height; y++)
        {
            SumRows(source, stride, _rows.Spans[y]);
            AverageColumns(target.Slice(y * targetSize.Width, targetSize.Width), scale);
        }
    }

    private void Prepare(PlaneSize size, PlaneSize target)
    {
        if (_columns.Source != size.Width || _columns.Target != target.Width)
        {
            _columns = new AreaAxis(size.Width, target.Width);
            _sums = new uint[size.Width];
        }

        if (_rows.Source != size.Height || _rows.Target != target.Height)
        {
            _rows = new AreaAxis(size.Height, target.Height);
        }
    }

    private void SumRows(ReadOnlySpan<byte> source, int stride, in AreaSpan span)
    {
        var x = 0;
        for (; x <= _sums.Length - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            SumStrip(source[x..], stride, span, _sums.AsSpan(x));
        }

        for (; x < _sums.Length; x++)
        {
            uint sum = 0;
            for (var row = span.Start; row < span.End; row++)
            {
                sum += source[(row * stride) + x];
            }

            _sums[x] = (sum * (uint)_rows.Target)
                + (source[(span.Before * stride) + x] * (uint)span.BeforeWeight)
                + (source[(span.After * stride) + x] * (uint)span.AfterWeight);
        }
    }

    /// <summary>
    /// Sums one vector of columns, with the sums in registers. Whole rows are summed in 16 bits, which is enough for 257
    /// rows; <see cref="PlaneSize.MaxSide"/> keeps every span shorter than that.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SumStrip(ReadOnlySpan<byte> source, int stride, in AreaSpan span, Span<uint> sums)
    {
        // One bounds check for the whole strip instead of two per row.
        var last = Math.Max(span.End - 1, span.After);
        ArgumentOutOfRangeException.ThrowIfLessThan(source.Length, (last * stride) + Vector<byte>.Count, nameof(source));
        ref var first = ref MemoryMarshal.GetReference(source);
        var (low, high) = (Vector<ushort>.Zero, Vector<ushort>.Zero);
        for (var offset = span.Start * stride; offset < span.End * stride; offset += stride)
        {
            Vector.Widen(Vector.LoadUnsafe(ref first, (nuint)offset), out var l, out var h);
            low += l;
            high += h;
        }

        var total = default(Quarters).Add(low, high, (uint)_rows.Target);
        if (!span.IsWhole)
        {
            Vector.Widen(Vector.LoadUnsafe(ref first, (nuint)(span.Before * stride)), out var l, out var h);
            total = total.Add(l, h, (uint)span.BeforeWeight);
            Vector.Widen(Vector.LoadUnsafe(ref first, (nuint)(span.After * stride)), out l, out h);
            total = total.Add(l, h, (uint)span.AfterWeight);
        }

        total.CopyTo(sums);
    }

    private void AverageColumns(Span<byte> target, LevelScale scale)
    {
        var spans = _columns.Spans;
        var sums = _sums.AsSpan();
        for (var x = 0; x < target.Length; x++)
        {
            ref readonly var span = ref spans[x];
            ulong sum = 0;
            foreach (var column in sums[span.Start..span.End])
            {
                sum += column;
            }

            sum *= (uint)target.Length;
            sum += (sums[span.Before] * (ulong)span.BeforeWeight) + (sums[span.After] * (ulong)span.AfterWeight);
            target[x] = scale.ToLevel(sum);
        }
    }

    /// <summary>32-bit sums for one vector of bytes, in four vectors.</summary>
    private readonly record struct Quarters(Vector<uint> A, Vector<uint> B, Vector<uint> C, Vector<uint> D)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Quarters Add(Vector<ushort> low, Vector<ushort> high, uint weight)
        {
            Vector.Widen(low, out var a, out var b);
            Vector.Widen(high, out var c, out var d);
            return new Quarters(A + (a * weight), B + (b * weight), C + (c * weight), D + (d * weight));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void CopyTo(Span<uint> target)
        {
            A.CopyTo(target);
            B.CopyTo(target[Vector<uint>.Count..]);
            C.CopyTo(target[(2 * Vector<uint>.Count)..]);
            D.CopyTo(target[(3 * Vector<uint>.Count)..]);
        }
    }
}
