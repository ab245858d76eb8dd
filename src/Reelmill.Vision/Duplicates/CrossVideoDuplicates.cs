namespace Reelmill.Vision.Duplicates;

/// <summary>Decides which of the near-equal frames of different videos are kept.</summary>
public static class CrossVideoDuplicates
{
    /// <summary>
    /// Goes through the candidates in canonical order (the sharpest first, then the largest, then the smallest video
    /// id, then the earliest) and drops each that has a kept candidate of another video within the distance.
    /// </summary>
    /// <remarks>
    /// Pure, thread-safe and independent of the input's order: shuffled candidates get the same decisions. Frames of
    /// one video are never held against each other: <see cref="VideoDuplicates"/> does that before. It takes some
    /// 100 bytes a candidate while it runs.
    /// </remarks>
    /// <param name="candidates">Any number, in any order.</param>
    /// <param name="maxDistance">At how many differing bits two frames are still twins, 0..16.</param>
    /// <returns>One decision for each candidate, in the input's order. A dropped candidate's twin is the first in canonical order of all that it could be dropped for.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The distance is outside 0..16.</exception>
    public static IReadOnlyList<TwinDecision> Resolve(IReadOnlyList<DuplicateCandidate> candidates, int maxDistance)
    {
        HashIndex.CheckDistance(maxDistance);
        var order = new CanonicalOrder(candidates);
        var (distinct, groupOf) = Group(candidates);
        var kept = new KeptHashes(distinct, maxDistance);
        var decisions = new TwinDecision[candidates.Count];
        for (var rank = 0; rank < decisions.Length; rank++)
        {
            var position = order.Positions[rank];
            var video = order.Videos[position];
            var group = groupOf[position];
            var (twin, distance) = kept.FirstTwin(distinct[group], video);
            if (twin < 0)
            {
                kept.Keep(group, rank, video);
                decisions[position] = TwinDecision.Keep;
            }
            else
            {
                decisions[position] = new TwinDecision(order.Positions[twin], distance);
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
            foreach (var member in groups.Members(group))
            {
                groupOf[member] = group;
            }
        }

        return (groups.Distinct, groupOf);
    }
}
