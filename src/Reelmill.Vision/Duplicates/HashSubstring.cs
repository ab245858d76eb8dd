using System.Numerics;

namespace Reelmill.Vision.Duplicates;

/// <summary>A substring of a hash, which is indexed by its own table, and the search radius in bits.</summary>
internal readonly record struct HashSubstring(int Shift, int Bits, int Radius)
{
    public int BucketCount => 1 << Bits;

    public int GetBucket(ulong hash) => (int)((hash >> Shift) & ((1UL << Bits) - 1));

    /// <summary>Whether a search in this substring's table finds a hash that differs from the query in the given bits.</summary>
    public bool Finds(ulong difference) => BitOperations.PopCount((uint)GetBucket(difference)) <= Radius;

    /// <summary>Returns the number of buckets that a search visits.</summary>
    public double CountVisits()
    {
        var (visits, choices) = (1.0, 1.0);
        for (var k = 1; k <= Radius; k++)
        {
            choices *= (double)(Bits - k + 1) / k;
            visits += choices;
        }

        return visits;
    }

    /// <summary>Lists the bit patterns of <see cref="Bits"/> bits with at most <see cref="Radius"/> set bits, by ascending number of set bits.</summary>
    public uint[] ListFlips()
    {
        var flips = new List<uint> { 0 };
        var from = 0;
        for (var k = 1; k <= Radius; k++)
        {
            var to = flips.Count;
            for (; from < to; from++)
            {
                for (var bit = 32 - BitOperations.LeadingZeroCount(flips[from]); bit < Bits; bit++)
                {
                    flips.Add(flips[from] | (1u << bit));
                }
            }
        }

        return [.. flips];
    }
}
