namespace Reelmill.Vision.Tests.Duplicates;

internal static class TestHashes
{
    public static ulong[] Random(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (ulong)random.NextInt64(long.MinValue, long.MaxValue))];
    }

    /// <summary>Generates clusters of hashes that are equal or a few bits apart, in random order.</summary>
    public static ulong[] Clustered(int count, int seed)
    {
        var random = new Random(seed);
        var centers = Random(1 + (count / 15), seed + 1);
        return [.. Enumerable.Range(0, count).Select(_ => Flip(centers[random.Next(centers.Length)], random.Next(20), random))];
    }

    private static ulong Flip(ulong hash, int bits, Random random)
    {
        for (var i = 0; i < bits; i++)
        {
            hash ^= 1UL << random.Next(64);
        }

        return hash;
    }
}
