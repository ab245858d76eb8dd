namespace Reelmill.Server.Reports.Selection;

/// <summary>Allocates a limited number of frames to videos by max-min fairness, so that a long video does not crowd out the others.</summary>
internal static class EvenShares
{
    /// <summary>Allocates the total as evenly as the demands allow: no video gets more than it wants, and unused shares go to the others.</summary>
    /// <param name="wanted">The frames that each video could use.</param>
    /// <param name="total">The frames to allocate.</param>
    /// <returns>The frames that each video gets, in the same order.</returns>
    public static IReadOnlyList<int> Allocate(IReadOnlyList<long> wanted, int total)
    {
        var shares = new int[wanted.Count];
        var remaining = wanted.Count;
        foreach (var i in Enumerable.Range(0, wanted.Count).OrderBy(i => wanted[i]))
        {
            shares[i] = (int)Math.Min(wanted[i], total / remaining--);
            total -= shares[i];
        }

        return shares;
    }

    /// <summary>Whether item <paramref name="index"/> of <paramref name="count"/> is one of <paramref name="share"/> evenly spaced items.</summary>
    public static bool IsSelected(long index, long count, int share) => (index + 1) * share / count > index * share / count;
}
