namespace Reelmill.Vision.Duplicates;

/// <summary>Decides which near-duplicate frames of different videos are kept.</summary>
public static class CrossVideoDuplicates
{
    /// <summary>
    /// Visits the candidates in canonical order (sharpest first, then largest, then smallest video id, then earliest) and
    /// drops each candidate that is within the distance of a kept candidate of another video.
    /// </summary>
    /// <remarks>
    /// Pure and thread-safe. The decisions do not depend on the order of the input. Frames of one video are never compared
    /// with each other; <see cref="VideoDuplicates"/> does so earlier. Takes about 100 bytes of memory per candidate.
    /// </remarks>
    /// <param name="candidates">The candidates, in any order.</param>
    /// <param name="maxDistance">The largest Hamming distance between duplicates, 0..16.</param>
    /// <returns>One decision per candidate, in input order. A dropped candidate names the first of its kept duplicates in canonical order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The distance is outside 0..16.</exception>
    public static IReadOnlyList<DuplicateDecision> Resolve(IReadOnlyList<DuplicateCandidate> candidates, int maxDistance)
    {
        HashIndex.CheckDistance(maxDistance);
        var order = new CanonicalOrder(candidates);
        var (distinct, groupOf) = Group(candidates);
        var kept = new KeptHashes(distinct, maxDistance);
        var decisions = new DuplicateDecision[candidates.Count];
        for (var rank = 0; rank < decisions.Length; rank++)
        {
            var position = order.Positions[rank];
            var video = order.Videos[position];
            var group = groupOf[position];
            var (duplicate, distance) = kept.FindFirstDuplicate(distinct[group], video);
            if (duplicate < 0)
            {
                kept.Keep(group, rank, video);
                decisions[position] = DuplicateDecision.Keep;
            }
            else
            {
                decisions[position] = new DuplicateDecision(order.Positions[duplicate], distance);
            }
        }

        return decisions;
    }

    private static (ulong[] Distinct, int[] GroupOf) Group(IReadOnlyList<DuplicateCandidate> candidates)
    {
        var hashes = new ulong[candidates.Count];
        for (var i = 0; i < hashes.Length; i++)
        {
            hashes[i] = candidates[i].Hash;
        }

        var groups = new HashGroups(hashes);
        var groupOf = new int[hashes.Length];
        for (var group = 0; group < groups.Distinct.Length; group++)
        {
            foreach (var member in groups.GetMembers(group))
            {
                groupOf[member] = group;
            }
        }

        return (groups.Distinct, groupOf);
    }
}
