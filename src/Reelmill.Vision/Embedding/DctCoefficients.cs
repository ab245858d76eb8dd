using System.Runtime.Intrinsics;

namespace Reelmill.Vision.Embedding;

/// <summary>
/// The lowest DCT-II coefficients: 8x8 of luma and 4x4 of each chroma plane. Signed square roots compress their range, so
/// that a few strong coefficients do not outweigh the others.
/// </summary>
internal static class DctCoefficients
{
    public const int Count = (LumaLow * LumaLow) + (2 * ColorLow * ColorLow);

    private const int LumaLow = 8;
    private const int ColorLow = 4;
    private const int Side = DescriptorPlanes.Side;

    private static readonly float[] Basis = CreateBasis();

    public static void Write(DescriptorPlanes planes, Span<float> target)
    {
        Transform(planes.Luma, LumaLow, target);

        // DC relative to middle gray: brightness counts, but does not dominate every embedding.
        target[0] = SignedRoot((target[0] * target[0]) - (Side * Side / 2f));
        Transform(planes.Blue, ColorLow, target[(LumaLow * LumaLow)..]);
        Transform(planes.Red, ColorLow, target[((LumaLow * LumaLow) + (ColorLow * ColorLow))..]);
    }

    private static void Transform(ReadOnlySpan<float> plane, int low, Span<float> target)
    {
        // The first pass writes its result transposed, so that the second pass reads contiguous memory.
        Span<float> rows = stackalloc float[low * Side];
        for (var y = 0; y < Side; y++)
        {
            for (var u = 0; u < low; u++)
            {
                rows[(u * Side) + y] = Project(plane.Slice(y * Side, Side), u);
            }
        }

        for (var v = 0; v < low; v++)
        {
            for (var u = 0; u < low; u++)
            {
                target[(v * low) + u] = SignedRoot(Project(rows.Slice(u * Side, Side), v));
            }
        }
    }

    private static float SignedRoot(float value) => value < 0 ? -MathF.Sqrt(-value) : MathF.Sqrt(value);

    /// <summary>Sums in four fixed lanes: SIMD registers of other widths would sum in another order and round differently.</summary>
    private static float Project(ReadOnlySpan<float> values, int frequency)
    {
        var basis = Basis.AsSpan(frequency * Side, Side);
        var sum = Vector128<float>.Zero;
        for (var x = 0; x < Side; x += Vector128<float>.Count)
        {
            sum += Vector128.Create(values.Slice(x, 4)) * Vector128.Create((ReadOnlySpan<float>)basis.Slice(x, 4));
        }

        return sum[0] + sum[1] + (sum[2] + sum[3]);
    }

    /// <summary>
    /// Rounds the cosines to multiples of 2^-14: the last bit of the C library's cosine differs between machines, and
    /// rounding removes the difference.
    /// </summary>
    private static float[] CreateBasis()
    {
        var basis = new float[LumaLow * Side];
        for (var u = 0; u < LumaLow; u++)
        {
            for (var x = 0; x < Side; x++)
            {
                basis[(u * Side) + x] = (float)(Math.Round(Math.Cos(((2 * x) + 1) * u * Math.PI / (2 * Side)) * 16384) / 16384);
            }
        }

        return basis;
    }
}
