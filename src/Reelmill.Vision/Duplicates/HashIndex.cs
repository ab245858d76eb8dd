namespace Reelmill.Vision.Duplicates;

/// <summary>An exact index over a fixed set of hashes: finds all hashes within a Hamming distance of a query, fast up to ten million hashes.</summary>
/// <remarks>
/// Multi-index hashing (Norouzi, Punjani, Fleet, "Fast Search in Hamming Space with Multi-Index Hashing", 2012): the
/// hash is split into substrings, each with a table, and a search visits only buckets near the query's substrings. The
/// number of substrings depends on the number of hashes and the distance. For few hashes or a large distance, the index
/// falls back to a linear scan. Equal hashes are stored once. Results are always exact.
/// Takes about 60 bytes per distinct hash at distance 5. Immutable, and safe for concurrent searches.
/// </remarks>
public sealed class HashIndex
{
    /// <summary>The largest distance that an index supports.</summary>
    public const int MaxSupportedDistance = 16;

    private readonly HashGroups _groups;
    private readonly HashNeighborSearch _search;

    /// <summary>Builds the index.</summary>
    /// <param name="hashes">The hashes, identified by their positions. The span is copied.</param>
    /// <param name="maxDistance">The search distance in bits, 0..16.</param>
    /// <exception cref="ArgumentOutOfRangeException">The distance is outside 0..16.</exception>
    public HashIndex(ReadOnlySpan<ulong> hashes, int maxDistance)
        : this(new HashGroups(hashes), CheckDistance(maxDistance))
    {
    }

    private HashIndex(HashGroups groups, int maxDistance)
    {
        _groups = groups;
        _search = new HashNeighborSearch(groups.Distinct, maxDistance);
        for (var group = 0; group < groups.Distinct.Length; group++)
        {
            _search.Add(groups.Distinct[group], group);
        }

        MaxDistance = maxDistance;
    }

    /// <summary>The search distance, in bits.</summary>
    public int MaxDistance { get; }

    /// <summary>Finds all hashes within <see cref="MaxDistance"/> of a query.</summary>
    /// <param name="query">Any hash. A hash of the set finds itself too.</param>
    /// <returns>The matches in ascending order of position.</returns>
    public IReadOnlyList<HashMatch> Find(ulong query)
    {
        var neighbors = new List<HashNeighbor>();
        _search.Find(query, neighbors);
        var matches = new List<HashMatch>(neighbors.Count);
        foreach (var (group, distance) in neighbors)
        {
            foreach (var member in _groups.GetMembers(group))
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
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxDistance, MaxSupportedDistance);
        return maxDistance;
    }
}
