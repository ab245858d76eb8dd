namespace Reelmill.Server.Reports.Selection;

/// <summary>Deals a number of frames out to videos, so that a long video does not starve the others.</summary>
internal static class EvenShares
{
    /// <summary>As even as can be: nobody gets more than they want while another could have more.</summary>
    /// <param name="wanted">How many each could use.</param>
    /// <param name="total">How many there are.</param>
    /// <returns>How many each gets, in the same order.</returns>
    public static IReadOnlyList<int> Deal(IReadOnlyList<long> wanted, int total)
    {
        var shares = new int[wanted.Count];
        var left = wanted.Count;
        foreach (var i in Enumerable.Range(0, wanted.Count).OrderBy(i => wanted[i]))
        {
            shares[i] = (int)Math.Min(wanted[i], total / left--);
            total -= shares[i];
        }

        return shares;
    }

    /// <summary>Whether the <paramref name="index"/>th of <paramref name="count"/> is among <paramref name="share"/> spread evenly.</summary>
    public static bool Takes(long index, long count, int share) => (index + 1) * share / count > index * share / count;
}
