using System.Globalization;
using System.Numerics;

namespace Reelmill.Vision.Hashing;

/// <summary>A 64-bit perceptual hash: near-duplicate images have hashes with a small Hamming distance.</summary>
/// <remarks>
/// The image is averaged to 32x32 luma. The 8x8 lowest coefficients of its unnormalized two-dimensional DCT-II are
/// compared with their median. Source: Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions",
/// 2010, in the variant of Python's <c>imagehash.phash</c>: the mean level (DC) is one of the 64 coefficients, is part of
/// the median and has a bit of its own. Hashes of that library are therefore comparable, apart from its resizing.
/// The DC bit is set for every image that is not black, so it carries no information; the other 63 bits do not depend on
/// brightness. DC is the most significant bit; the others follow row by row, horizontal frequency fastest. A bit is 1 when
/// its coefficient is above the median. The median lies between the 32nd and the 33rd coefficient, so 32 bits are set
/// unless there are ties, and distances between hashes are nearly always even. All arithmetic is integer, with the same
/// result on every CPU. All members are pure and thread-safe.
/// </remarks>
public static class PerceptualHash
{
    private const int Side = 32;
    private const int Low = 8;

    /// <summary>Computes the hash of a 32x32 thumbnail.</summary>
    /// <param name="thumbnail">1,024 luma levels, row by row.</param>
    /// <returns>The hash.</returns>
    /// <exception cref="ArgumentException">The thumbnail does not have 1,024 levels.</exception>
    public static ulong Compute(ReadOnlySpan<byte> thumbnail)
    {
        if (thumbnail.Length != Side * Side)
        {
            throw new ArgumentException($"A thumbnail must have {Side * Side} levels; got {thumbnail.Length}.", nameof(thumbnail));
        }

        Span<long> coefficients = stackalloc long[Low * Low];
        LowDct.Transform(thumbnail, coefficients);

        Span<long> sorted = stackalloc long[Low * Low];
        coefficients.CopyTo(sorted);
        sorted.Sort();

        // Doubled, because the median is the mean of the two middle coefficients and need not be an integer.
        var twiceMedian = sorted[31] + sorted[32];
        ulong hash = 0;
        foreach (var coefficient in coefficients)
        {
            hash = (hash << 1) | (2 * coefficient > twiceMedian ? 1UL : 0UL);
        }

        return hash;
    }

    /// <summary>Computes the Hamming distance of two hashes: the number of bits in which they differ.</summary>
    /// <param name="a">One hash.</param>
    /// <param name="b">The other.</param>
    /// <returns>0..64.</returns>
    public static int Distance(ulong a, ulong b) => BitOperations.PopCount(a ^ b);

    /// <summary>Formats a hash as 16 lower-case hexadecimal digits, most significant first.</summary>
    /// <param name="hash">The hash.</param>
    /// <returns>16 characters.</returns>
    public static string ToHex(ulong hash) => hash.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Parses the format of <see cref="ToHex"/>; upper case is accepted too.</summary>
    /// <param name="hex">Exactly 16 hexadecimal digits.</param>
    /// <returns>The hash.</returns>
    /// <exception cref="FormatException">The text is not 16 hexadecimal digits.</exception>
    public static ulong FromHex(ReadOnlySpan<char> hex) =>
        hex.Length == 16 && ulong.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hash)
            ? hash
            : throw new FormatException($"A perceptual hash must be 16 hexadecimal digits; got '{hex}'.");
}
