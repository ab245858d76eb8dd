namespace Reelmill.Vision.Duplicates;

/// <summary>Chooses how to split a hash into substrings for a number of hashes and a search distance.</summary>
internal static class SubstringPlan
{
    // Costs in nanoseconds, measured on one core of a 2.7 GHz server; only the ratios matter.
    private const double ScanStep = 0.35;
    private const double BucketVisit = 12;
    private const double CandidateCheck = 1.5;
    private const int MaxSubstringBits = 24;

    /// <summary>Returns the cheapest plan; empty when a linear scan is cheaper.</summary>
    public static HashSubstring[] Choose(int count, int maxDistance)
    {
        HashSubstring[] best = [];
        var bestCost = count * ScanStep;
        for (var substrings = 3; substrings <= 16; substrings++)
        {
            var plan = Split(substrings, maxDistance);
            var cost = EstimateCost(plan, count);
            if (cost < bestCost)
            {
                (best, bestCost) = (plan, cost);
            }
        }

        return best;
    }

    /// <summary>Splits a hash into substrings of nearly equal width and assigns each its search radius.</summary>
    /// <remarks>
    /// With s substrings and r = q s + a, two hashes within distance r differ by at most q bits in one of the first a + 1
    /// substrings, or by at most q - 1 bits in one of the others: otherwise they would differ in at least
    /// (a + 1)(q + 1) + (s - a - 1) q = r + 1 bits (Norouzi, Punjani, Fleet, "Fast Search in Hamming Space with
    /// Multi-Index Hashing", 2012). Substrings of radius -1 need no table.
    /// </remarks>
    public static HashSubstring[] Split(int substrings, int maxDistance)
    {
        var (quotient, remainder) = Math.DivRem(maxDistance, substrings);
        var searched = quotient > 0 ? substrings : remainder + 1;
        var plan = new HashSubstring[searched];
        for (var i = 0; i < searched; i++)
        {
            var shift = 64 * i / substrings;
            plan[i] = new HashSubstring(shift, (64 * (i + 1) / substrings) - shift, i <= remainder ? quotient : quotient - 1);
        }

        return plan;
    }

    private static double EstimateCost(HashSubstring[] plan, int count)
    {
        double cost = 0;
        foreach (var substring in plan)
        {
            // A table much larger than the set of hashes wastes memory and cache.
            if (substring.Bits > MaxSubstringBits || substring.BucketCount > 4L * count)
            {
                return double.PositiveInfinity;
            }

            cost += substring.CountVisits() * (BucketVisit + (CandidateCheck * count / substring.BucketCount));
        }

        return cost;
    }
}
