using System.Globalization;
using System.Numerics;

namespace Reelmill.Vision.Hashing;

/// <summary>A 64-bit hash of what a picture looks like: near-equal pictures have hashes that differ in few bits.</summary>
/// <remarks>
/// The picture is averaged to 32x32 luma; of its two-dimensional DCT-II (not normalised) the 8x8 lowest coefficients
/// are compared with their median. Source: Zauner, "Implementation and Benchmarking of Perceptual Image Hash
/// Functions", 2010, in the form of Python's <c>imagehash.phash</c>: the mean level (DC) is one of the 64, takes part
/// in the median and owns a bit, so that hashes made elsewhere compare with these (up to the other side's resize).
/// It is set for every picture but a black one and so tells nothing; the other 63 do not depend on brightness.
/// The most significant bit is DC; bits go on row by row, horizontal frequency fastest, and a bit is 1 when its
/// coefficient is above the median. With the median between the 32nd and the 33rd, 32 bits are set unless there are
/// ties, so distances between hashes are nearly always even. All arithmetic is integer: the same on every CPU.
/// All members are pure and thread-safe.
/// </remarks>
public static class PerceptualHash
{
    private const int Side = 32;
    private const int Low = 8;

    /// <summary>The hash of a 32x32 thumbnail.</summary>
    /// <param name="thumbnail">1,024 luma levels, row by row.</param>
    /// <returns>The hash.</returns>
    /// <exception cref="ArgumentException">There are not 1,024 levels.</exception>
    public static ulong Compute(ReadOnlySpan<byte> thumbnail)
    {
        if (thumbnail.Length != Side * Side)
        {
            throw new ArgumentException($"A thumbnail has {Side * Side} levels; got {thumbnail.Length}.", nameof(thumbnail));
        }

        Span<long> coefficients = stackalloc long[Low * Low];
        LowDct.Transform(thumbnail, coefficients);

        Span<long> sorted = stackalloc long[Low * Low];
        coefficients.CopyTo(sorted);
        sorted.Sort();

        // Twice the median, so that the mean of the two middle ones stays an integer.
        var twiceMedian = sorted[31] + sorted[32];
        ulong hash = 0;
        foreach (var coefficient in coefficients)
        {
            hash = (hash << 1) | (2 * coefficient > twiceMedian ? 1UL : 0UL);
        }

        return hash;
    }

    /// <summary>In how many bits two hashes differ (the Hamming distance).</summary>
    /// <param name="a">One hash.</param>
    /// <param name="b">The other.</param>
    /// <returns>0..64.</returns>
    public static int Distance(ulong a, ulong b) => BitOperations.PopCount(a ^ b);

    /// <summary>The hash as 16 lower-case hexadecimal digits, most significant first.</summary>
    /// <param name="hash">The hash.</param>
    /// <returns>Always 16 characters.</returns>
    public static string ToHex(ulong hash) => hash.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Reads what <see cref="ToHex"/> writes; upper case is taken too.</summary>
    /// <param name="hex">Exactly 16 hexadecimal digits.</param>
    /// <returns>The hash.</returns>
    /// <exception cref="FormatException">It is something else.</exception>
    public static ulong FromHex(ReadOnlySpan<char> hex) =>
        hex.Length == 16 && ulong.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hash)
            ? hash
            : throw new FormatException($"A perceptual hash is 16 hexadecimal digits; got '{hex}'.");
}
