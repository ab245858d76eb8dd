namespace Reelmill.Benchmarks.Vision;

internal static class SyntheticHashes
{
    public static ulong[] Random(int count, int seed)
    {
        var random = new Random(seed);
        var hashes = new ulong[count];
        foreach (ref var hash in hashes.AsSpan())
        {
            hash = (ulong)random.NextInt64(long.MinValue, long.MaxValue);
        }

        return hashes;
    }

    /// <summary>Hashes of which a share repeats one of the others, up to <paramref name="bits"/> bits off.</summary>
    public static ulong[] WithRepeats(int count, double share, int bits, int seed)
    {
        var random = new Random(seed);
        var hashes = Random(count, seed + 1);
        for (var i = 1; i < count; i++)
        {
            if (random.NextDouble() < share)
            {
                hashes[i] = hashes[random.Next(i)];
                for (var bit = random.Next(bits + 1); bit > 0; bit--)
                {
                    hashes[i] ^= 1UL << random.Next(64);
                }
            }
        }

        return hashes;
    }
}
