using System.Runtime.Intrinsics;

namespace Reelmill.Vision.Embedding;

/// <summary>
/// The lowest coefficients of the DCT-II: 8x8 of luma and 4x4 of each colour difference, as square roots that keep
/// their sign, so that the few strong ones do not outweigh all others.
/// </summary>
internal static class LowFrequencies
{
    public const int Count = (LumaLow * LumaLow) + (2 * ColorLow * ColorLow);

    private const int LumaLow = 8;
    private const int ColorLow = 4;
    private const int Side = DescriptorPlanes.Side;

    private static readonly float[] Basis = MakeBasis();

    public static void Write(DescriptorPlanes planes, Span<float> target)
    {
        Transform(planes.Luma, LumaLow, target);

        // The mean level around middle grey: brightness counts, but is not the strongest number of every picture.
        target[0] = Root((target[0] * target[0]) - (Side * Side / 2f));
        Transform(planes.Blue, ColorLow, target[(LumaLow * LumaLow)..]);
        Transform(planes.Red, ColorLow, target[((LumaLow * LumaLow) + (ColorLow * ColorLow))..]);
    }

    private static void Transform(ReadOnlySpan<float> plane, int low, Span<float> target)
    {
        // Columns of the rows' coefficients, so that the second pass reads what lies together.
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
                target[(v * low) + u] = Root(Project(rows.Slice(u * Side, Side), v));
            }
        }
    }

    private static float Root(float value) => value < 0 ? -MathF.Sqrt(-value) : MathF.Sqrt(value);

    /// <summary>Four sums in a fixed order: vectors of other widths would add up otherwise, to other bits.</summary>
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
    /// Cosines in steps of 2^-14: the C library's may differ in their last bit from one machine to another, which no
    /// longer shows after rounding.
    /// </summary>
    private static float[] MakeBasis()
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
