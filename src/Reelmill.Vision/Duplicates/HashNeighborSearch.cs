using System.Numerics;

namespace Reelmill.Vision.Duplicates;

/// <summary>
/// Finds the added hashes within a Hamming distance of a query, by multi-index hashing or by a linear scan, whichever is
/// faster. The constructor takes all distinct hashes that may be added later.
/// </summary>
/// <remarks>Concurrent searches are safe as long as nothing is added.</remarks>
internal sealed class HashNeighborSearch
{
    private readonly int _maxDistance;
    private readonly HashSubstring[] _plan;
    private readonly SubstringTable[] _tables;
    private readonly ulong[] _hashes;
    private readonly int[] _groups;
    private int _count;

    public HashNeighborSearch(ReadOnlySpan<ulong> expected, int maxDistance)
        : this(expected, maxDistance, SubstringPlan.Choose(expected.Length, maxDistance))
    {
    }

    /// <summary>Uses the given plan; an empty plan means a linear scan.</summary>
    public HashNeighborSearch(ReadOnlySpan<ulong> expected, int maxDistance, HashSubstring[] plan)
    {
        _maxDistance = maxDistance;
        _plan = plan;
        _tables = new SubstringTable[plan.Length];
        for (var i = 0; i < plan.Length; i++)
        {
            _tables[i] = new SubstringTable(plan[i], expected);
        }

        _hashes = new ulong[plan.Length == 0 ? expected.Length : 0];
        _groups = new int[_hashes.Length];
    }

    public void Add(ulong hash, int group)
    {
        foreach (var table in _tables)
        {
            table.Add(hash, group);
        }

        if (_tables.Length == 0)
        {
            _hashes[_count] = hash;
            _groups[_count] = group;
            _count++;
        }
    }

    /// <summary>Fills <paramref name="neighbors"/> with each added hash within the distance, once and in unspecified order.</summary>
    public void Find(ulong query, List<HashNeighbor> neighbors)
    {
        neighbors.Clear();
        for (var i = 0; i < _tables.Length; i++)
        {
            _tables[i].Find(query, _maxDistance, _plan.AsSpan(0, i), neighbors);
        }

        var hashes = _hashes.AsSpan(0, _count);
        for (var from = 0; HammingScan.FindFirst(hashes[from..], query, _maxDistance) is >= 0 and var next; from += next + 1)
        {
            neighbors.Add(new HashNeighbor(_groups[from + next], BitOperations.PopCount(hashes[from + next] ^ query)));
        }
    }
}
