namespace Reelmill.Vision.Duplicates;

/// <summary>Chooses how a hash is cut into chunks, from how many hashes there are and how far to search.</summary>
internal static class ChunkPlan
{
    // What a step costs in nanoseconds, measured on one core of a 2.7 GHz server; only their ratios matter.
    private const double ScanStep = 0.35;
    private const double BucketVisit = 12;
    private const double CandidateCheck = 1.5;
    private const int MostBits = 24;

    /// <summary>The cheapest cut, or none when looking at every hash is cheaper.</summary>
    public static HashChunk[] Choose(int count, int maxDistance)
    {
        HashChunk[] best = [];
        var bestCost = count * ScanStep;
        for (var chunks = 3; chunks <= 16; chunks++)
        {
            var plan = Cut(chunks, maxDistance);
            var cost = Cost(plan, count);
            if (cost < bestCost)
            {
                (best, bestCost) = (plan, cost);
            }
        }

        return best;
    }

    /// <summary>Cuts a hash into chunks of nearly equal width and gives each the radius it must be searched with.</summary>
    /// <remarks>
    /// With r = q s + a, two hashes within r differ by at most q in one of the first a + 1 chunks, or by at most
    /// q - 1 in one of the others: otherwise they differ by (a + 1)(q + 1) + (s - a - 1) q = r + 1 bits or more
    /// (Norouzi, Punjani, Fleet, "Fast Search in Hamming Space with Multi-Index Hashing", 2012). Chunks of radius -1
    /// need no table.
    /// </remarks>
    public static HashChunk[] Cut(int chunks, int maxDistance)
    {
        var (quotient, rest) = Math.DivRem(maxDistance, chunks);
        var searched = quotient > 0 ? chunks : rest + 1;
        var plan = new HashChunk[searched];
        for (var i = 0; i < searched; i++)
        {
            var shift = 64 * i / chunks;
            plan[i] = new HashChunk(shift, (64 * (i + 1) / chunks) - shift, i <= rest ? quotient : quotient - 1);
        }

        return plan;
    }

    private static double Cost(HashChunk[] plan, int count)
    {
        double cost = 0;
        foreach (var chunk in plan)
        {
            // A table much larger than the hashes costs memory and cache for nothing.
            if (chunk.Bits > MostBits || chunk.Buckets > 4L * count)
            {
                return double.PositiveInfinity;
            }

            cost += chunk.Visits() * (BucketVisit + (CandidateCheck * count / chunk.Buckets));
        }

        return cost;
    }
}
