namespace Reelmill.Vision.Quality;

/// <summary>A histogram of the 256 levels of a plane, and statistics derived from it.</summary>
/// <remarks>Not thread-safe: one instance is refilled for each frame.</remarks>
internal sealed class Histogram
{
    private const int Levels = 256;
    private readonly int[] _counts = new int[Levels];
    private readonly int[] _others = new int[3 * Levels];
    private int _total;

    public void Fill(ReadOnlySpan<byte> plane)
    {
        Array.Clear(_counts);
        Array.Clear(_others);
        _total = plane.Length;

        // Four tables, because neighbors are often equal, and incrementing the same counter twice in a row stalls on the store.
        var a = _counts.AsSpan();
        var b = _others.AsSpan(0, Levels);
        var c = _others.AsSpan(Levels, Levels);
        var d = _others.AsSpan(2 * Levels);
        var i = 0;
        for (; i <= plane.Length - 4; i += 4)
        {
            a[plane[i]]++;
            b[plane[i + 1]]++;
            c[plane[i + 2]]++;
            d[plane[i + 3]]++;
        }

        for (; i < plane.Length; i++)
        {
            a[plane[i]]++;
        }

        for (i = 0; i < Levels; i++)
        {
            a[i] += b[i] + c[i] + d[i];
        }
    }

    /// <summary>Returns a percentile: the lowest level that at least <paramref name="percent"/> percent of the samples do not exceed, in 0..1.</summary>
    public double GetPercentile(int percent)
    {
        var rank = ((long)_total * percent + 99) / 100;
        var level = 0;
        for (long seen = _counts[0]; seen < rank; seen += _counts[level])
        {
            level++;
        }

        return level / 255.0;
    }

    /// <summary>Computes the mean and the standard deviation as shares of full scale.</summary>
    public (double Mean, double Deviation) ComputeMoments()
    {
        long sum = 0;
        long squares = 0;
        for (var i = 0; i < Levels; i++)
        {
            sum += (long)_counts[i] * i;
            squares += (long)_counts[i] * i * i;
        }

        var variance = (double)((_total * squares) - (sum * sum)) / _total / _total;
        return (sum / 255.0 / _total, Math.Sqrt(variance) / 255.0);
    }

    /// <summary>Computes the Shannon entropy of the levels in bits: 0 for a single level, 8 for a uniform distribution.</summary>
    public double ComputeEntropy()
    {
        long sum = 0;
        foreach (var count in _counts)
        {
            sum += count > 1 ? count * FixedLog2.Compute(count) : 0;
        }

        return (FixedLog2.Compute(_total) - ((double)sum / _total)) / FixedLog2.One;
    }
}
