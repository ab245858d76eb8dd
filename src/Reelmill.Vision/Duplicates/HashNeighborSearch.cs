using System.Numerics;

namespace Reelmill.Vision.Duplicates;

/// <summary>
/// Finds those of a set of distinct hashes that are near a query: by multi-index hashing, or by looking at each where
/// that is faster. Which hashes may come is fixed; each is found once it is added.
/// </summary>
/// <remarks>Adding is not thread-safe; searching is, while nothing is added.</remarks>
internal sealed class NearHashes
{
    private readonly int _maxDistance;
    private readonly HashChunk[] _plan;
    private readonly HashChunkTable[] _tables;
    private readonly ulong[] _hashes;
    private readonly int[] _groups;
    private int _count;

    public NearHashes(ReadOnlySpan<ulong> room, int maxDistance)
        : this(room, maxDistance, ChunkPlan.Choose(room.Length, maxDistance))
    {
    }

    /// <summary>Takes the cut as given; no chunks at all means to look at each hash.</summary>
    public NearHashes(ReadOnlySpan<ulong> room, int maxDistance, HashChunk[] plan)
    {
        _maxDistance = maxDistance;
        _plan = plan;
        _tables = new HashChunkTable[plan.Length];
        for (var i = 0; i < plan.Length; i++)
        {
            _tables[i] = new HashChunkTable(plan[i], room);
        }

        _hashes = new ulong[plan.Length == 0 ? room.Length : 0];
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

    /// <summary>Fills <paramref name="found"/> with every near hash that was added, each once, in no promised order.</summary>
    public void Find(ulong query, List<NearHash> found)
    {
        found.Clear();
        for (var i = 0; i < _tables.Length; i++)
        {
            _tables[i].Find(query, _maxDistance, _plan.AsSpan(0, i), found);
        }

        var rest = _hashes.AsSpan(0, _count);
        for (var from = 0; HammingScan.IndexOfWithin(rest[from..], query, _maxDistance) is >= 0 and var next; from += next + 1)
        {
            found.Add(new NearHash(_groups[from + next], BitOperations.PopCount(rest[from + next] ^ query)));
        }
    }
}
