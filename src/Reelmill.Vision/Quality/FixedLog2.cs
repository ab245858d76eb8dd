using System.Numerics;

namespace Reelmill.Vision.Quality;

/// <summary>Computes binary logarithms in fixed point, by repeated squaring.</summary>
/// <remarks>
/// The last bit of the C library's logarithm differs between CPU types, so this implementation uses integers only.
/// Source: Turner, "A Fast Binary Logarithm Algorithm", IEEE Signal Processing Magazine, 2010.
/// </remarks>
internal static class FixedLog2
{
    private const int FractionBits = 24;

    /// <summary>The fixed-point representation of 1.</summary>
    public const long One = 1L << FractionBits;

    public static long Compute(int value)
    {
        var whole = BitOperations.Log2((uint)value);
        var mantissa = (ulong)value << (31 - whole);
        long fraction = 0;
        for (var bit = 0; bit < FractionBits; bit++)
        {
            mantissa = (mantissa * mantissa) >> 31;
            var carry = mantissa >> 32;
            mantissa >>= (int)carry;
            fraction = (fraction << 1) | (long)carry;
        }

        return (whole * One) + fraction;
    }
}
