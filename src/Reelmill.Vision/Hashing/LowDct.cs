namespace Reelmill.Vision.Hashing;

/// <summary>Computes the 8x8 lowest coefficients of the unnormalized 32x32 DCT-II in fixed point.</summary>
internal static class LowDct
{
    private const int Side = 32;
    private const int Low = 8;
    private const int Quarter = 32;

    private static readonly int[] Basis = CreateBasis();

    /// <summary>
    /// The first quarter of the cosine's period: cos(k pi / 64) x 2^14 for k = 0..32. A table, because the last bit of the
    /// C library's cosine differs between machines.
    /// </summary>
    private static ReadOnlySpan<int> Cosines =>
    [
        16384, 16364, 16305, 16207, 16069, 15893, 15679, 15426, 15137, 14811, 14449,
        14053, 13623, 13160, 12665, 12140, 11585, 11003, 10394, 9760, 9102, 8423,
        7723, 7005, 6270, 5520, 4756, 3981, 3196, 2404, 1606, 804, 0,
    ];

    public static void Transform(ReadOnlySpan<byte> pixels, Span<long> coefficients)
    {
        Span<int> rows = stackalloc int[Side * Low];
        for (var y = 0; y < Side; y++)
        {
            for (var u = 0; u < Low; u++)
            {
                rows[(y * Low) + u] = Project(pixels.Slice(y * Side, Side), Basis.AsSpan(u * Side, Side));
            }
        }

        for (var v = 0; v < Low; v++)
        {
            for (var u = 0; u < Low; u++)
            {
                long sum = 0;
                for (var y = 0; y < Side; y++)
                {
                    sum += (long)rows[(y * Low) + u] * Basis[(v * Side) + y];
                }

                coefficients[(v * Low) + u] = sum;
            }
        }
    }

    private static int Project(ReadOnlySpan<byte> pixels, ReadOnlySpan<int> basis)
    {
        var sum = 0;
        for (var x = 0; x < Side; x++)
        {
            sum += pixels[x] * basis[x];
        }

        return sum;
    }

    private static int[] CreateBasis()
    {
        var basis = new int[Low * Side];
        for (var u = 0; u < Low; u++)
        {
            for (var x = 0; x < Side; x++)
            {
                basis[(u * Side) + x] = GetCosine(((2 * x) + 1) * u);
            }
        }

        return basis;
    }

    private static int GetCosine(int step) => (step % (4 * Quarter)) switch
    {
        <= Quarter and var k => Cosines[k],
        <= 2 * Quarter and var k => -Cosines[(2 * Quarter) - k],
        <= 3 * Quarter and var k => -Cosines[k - (2 * Quarter)],
        var k => Cosines[(4 * Quarter) - k],
    };
}
