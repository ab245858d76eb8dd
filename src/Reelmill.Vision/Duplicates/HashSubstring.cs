using System.Numerics;

namespace Reelmill.Vision.Duplicates;

/// <summary>A run of bits of a hash that has a table of its own, and how far from the query's bits to look in it.</summary>
internal readonly record struct HashChunk(int Shift, int Bits, int Radius)
{
    public int Buckets => 1 << Bits;

    public int Bucket(ulong hash) => (int)((hash >> Shift) & ((1UL << Bits) - 1));

    /// <summary>Whether a search in this chunk's table meets a hash with these differing bits.</summary>
    public bool Meets(ulong difference) => BitOperations.PopCount((uint)Bucket(difference)) <= Radius;

    /// <summary>How many buckets a search visits.</summary>
    public double Visits()
    {
        var (visits, choices) = (1.0, 1.0);
        for (var k = 1; k <= Radius; k++)
        {
            choices *= (double)(Bits - k + 1) / k;
            visits += choices;
        }

        return visits;
    }

    /// <summary>Every pattern of this many bits with at most <see cref="Radius"/> of them set, fewest first.</summary>
    public uint[] Flips()
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
