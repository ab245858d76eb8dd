namespace Reelmill.Vision.Duplicates;

/// <summary>Finds all hashes within a Hamming distance of a query, over a fixed set; fast at ten million hashes.</summary>
/// <remarks>
/// Multi-index hashing (Norouzi, Punjani, Fleet, "Fast Search in Hamming Space with Multi-Index Hashing", 2012): the
/// hash is cut into chunks, each with a table, and only buckets near the query's chunks are visited. The number of
/// chunks follows from the number of hashes and the distance; where looking at every hash is faster (few hashes, or a
/// wide distance), that is done instead. Equal hashes count as one. Results are exact in every case.
/// It takes some 60 bytes a distinct hash at distance 5. Immutable once built, so safe to search from many threads.
/// </remarks>
public sealed class HashIndex
{
    /// <summary>The largest distance an index can be built for.</summary>
    public const int LargestDistance = 16;

    private readonly HashGroups _groups;
    private readonly NearHashes _near;

    /// <summary>Builds the index.</summary>
    /// <param name="hashes">The set; its positions name the hashes. It is copied.</param>
    /// <param name="maxDistance">How far every search looks, 0..16.</param>
    /// <exception cref="ArgumentOutOfRangeException">The distance is outside 0..16.</exception>
    public HashIndex(ReadOnlySpan<ulong> hashes, int maxDistance)
        : this(new HashGroups(hashes), CheckDistance(maxDistance))
    {
    }

    private HashIndex(HashGroups groups, int maxDistance)
    {
        _groups = groups;
        _near = new NearHashes(groups.Distinct, maxDistance);
        for (var group = 0; group < groups.Distinct.Length; group++)
        {
            _near.Add(groups.Distinct[group], group);
        }

        MaxDistance = maxDistance;
    }

    /// <summary>How far every search looks, in bits.</summary>
    public int MaxDistance { get; }

    /// <summary>Finds every hash within <see cref="MaxDistance"/> of a query.</summary>
    /// <param name="query">Any hash; one that is in the set finds itself too.</param>
    /// <returns>The matches in ascending order of position; empty when there are none.</returns>
    public IReadOnlyList<HashMatch> Find(ulong query)
    {
        var near = new List<NearHash>();
        _near.Find(query, near);
        var matches = new List<HashMatch>(near.Count);
        foreach (var (group, distance) in near)
        {
            foreach (var member in _groups.Members(group))
            {
                matches.Add(new HashMatch(member, distance));
            }
        }

        matches.Sort(static (a, b) => a.Position.CompareTo(b.Position));
        return matches;
    }

    internal static int CheckDistance(int maxDistance)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxDistance);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxDistance, LargestDistance);
        return maxDistance;
    }
}
