using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Reelmill.Vision.Images;

/// <summary>Applies a <see cref="JpegColorTransform"/> to rows of samples in 32-bit integers, rounded once: the same result on every CPU.</summary>
/// <remarks>Stateless and thread-safe.</remarks>
internal static class PlaneConverter
{
    private const int Half = 1 << (JpegColorTransform.Bits - 1);
    private const int Gray = 128;

    /// <summary>
    /// Converts one row of chroma and writes the luma corrections for the two rows that share it: one value per luma
    /// pixel, each written twice (nearest-neighbor chroma suffices for such a small correction).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ConvertChroma(in JpegColorTransform colors, ReadOnlySpan<byte> u, ReadOnlySpan<byte> v, Span<byte> blue, Span<byte> red, Span<int> corrections)
    {
        var x = 0;
        for (; x <= u.Length - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            var b = Lanes.Load(u[x..]).Plus(-Gray);
            var r = Lanes.Load(v[x..]).Plus(-Gray);
            Lanes.Mix(b, colors.BlueFromBlue, r, colors.BlueFromRed).RoundToByte(Gray).CopyTo(blue[x..]);
            Lanes.Mix(b, colors.RedFromBlue, r, colors.RedFromRed).RoundToByte(Gray).CopyTo(red[x..]);
            Lanes.Mix(b, colors.LumaFromBlue, r, colors.LumaFromRed).CopyTwiceTo(corrections[(2 * x)..]);
        }

        for (; x < u.Length; x++)
        {
            var (b, r) = (u[x] - Gray, v[x] - Gray);
            blue[x] = RoundToByte((b * colors.BlueFromBlue) + (r * colors.BlueFromRed), Gray);
            red[x] = RoundToByte((b * colors.RedFromBlue) + (r * colors.RedFromRed), Gray);
            corrections[2 * x] = (b * colors.LumaFromBlue) + (r * colors.LumaFromRed);
            corrections[(2 * x) + 1] = corrections[2 * x];
        }
    }

    /// <summary>Converts one row of luma.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ConvertLuma(in JpegColorTransform colors, ReadOnlySpan<byte> luma, ReadOnlySpan<int> corrections, Span<byte> target)
    {
        var x = 0;
        for (; x <= luma.Length - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            Lanes.Load(luma[x..]).Plus(-colors.LumaBlack).Times(colors.LumaGain).Plus(corrections[x..]).RoundToByte(0).CopyTo(target[x..]);
        }

        for (; x < luma.Length; x++)
        {
            target[x] = RoundToByte(((luma[x] - colors.LumaBlack) * colors.LumaGain) + corrections[x], 0);
        }
    }

    private static byte RoundToByte(int value, int offset) =>
        (byte)Math.Clamp(((value + Half) >> JpegColorTransform.Bits) + offset, 0, 255);

    /// <summary>One vector of bytes, widened to 32-bit integers.</summary>
    private readonly record struct Lanes(Vector<int> A, Vector<int> B, Vector<int> C, Vector<int> D)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Lanes Load(ReadOnlySpan<byte> samples)
        {
            Vector.Widen(new Vector<byte>(samples), out var low, out var high);
            Vector.Widen(low, out var a, out var b);
            Vector.Widen(high, out var c, out var d);
            return new Lanes(a.As<uint, int>(), b.As<uint, int>(), c.As<uint, int>(), d.As<uint, int>());
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Lanes Mix(in Lanes x, int p, in Lanes y, int q) =>
            new((x.A * p) + (y.A * q), (x.B * p) + (y.B * q), (x.C * p) + (y.C * q), (x.D * p) + (y.D * q));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Lanes Plus(int value)
        {
            var add = new Vector<int>(value);
            return new Lanes(A + add, B + add, C + add, D + add);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Lanes Plus(ReadOnlySpan<int> values) => new(
            A + new Vector<int>(values),
            B + new Vector<int>(values[Vector<int>.Count..]),
            C + new Vector<int>(values[(2 * Vector<int>.Count)..]),
            D + new Vector<int>(values[(3 * Vector<int>.Count)..]));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Lanes Times(int factor) => new(A * factor, B * factor, C * factor, D * factor);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<byte> RoundToByte(int offset) => Vector.Narrow(
            Vector.Narrow(RoundToByte(A, offset), RoundToByte(B, offset)),
            Vector.Narrow(RoundToByte(C, offset), RoundToByte(D, offset)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void CopyTwiceTo(Span<int> target)
        {
            var pairs = MemoryMarshal.Cast<int, long>(target);
            CopyTwice(A, pairs);
            CopyTwice(B, pairs[Vector<int>.Count..]);
            CopyTwice(C, pairs[(2 * Vector<int>.Count)..]);
            CopyTwice(D, pairs[(3 * Vector<int>.Count)..]);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void CopyTwice(Vector<int> values, Span<long> pairs)
        {
            // Both halves of a 64-bit lane hold the value, so the byte order does not matter.
            Vector.Widen(values.As<int, uint>(), out var low, out var high);
            (low | (low << 32)).As<ulong, long>().CopyTo(pairs);
            (high | (high << 32)).As<ulong, long>().CopyTo(pairs[Vector<long>.Count..]);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector<uint> RoundToByte(Vector<int> values, int offset)
        {
            var levels = Vector.ShiftRightArithmetic(values + new Vector<int>(Half), JpegColorTransform.Bits) + new Vector<int>(offset);
            return Vector.Max(Vector.Min(levels, new Vector<int>(255)), Vector<int>.Zero).As<int, uint>();
        }
    }
}
