using System.Numerics;
using System.Runtime.InteropServices;

namespace Reelmill.Vision.Duplicates;

/// <summary>
/// The hashes of one chunk by bucket, in one array with a range for each bucket (compressed rows). The room of every
/// bucket is counted first from all hashes that may be added, so adding never moves anything.
/// </summary>
/// <remarks>Adding is not thread-safe; searching is, while nothing is added.</remarks>
internal sealed class HashChunkTable
{
    private readonly HashChunk _chunk;
    private readonly uint[] _flips;
    private readonly Bucket[] _buckets;
    private readonly ulong[] _hashes;
    private readonly int[] _groups;

    public HashChunkTable(HashChunk chunk, ReadOnlySpan<ulong> room)
    {
        _chunk = chunk;
        _flips = chunk.Flips();
        _buckets = new Bucket[chunk.Buckets];
        _hashes = new ulong[room.Length];
        _groups = new int[room.Length];
        foreach (var hash in room)
        {
            _buckets[chunk.Bucket(hash)].End++;
        }

        var start = 0;
        foreach (ref var bucket in _buckets.AsSpan())
        {
            var count = bucket.End;
            bucket = new Bucket { Start = start, End = start };
            start += count;
        }
    }

    public void Add(ulong hash, int group)
    {
        ref var bucket = ref _buckets[_chunk.Bucket(hash)];
        _hashes[bucket.End] = hash;
        _groups[bucket.End] = group;
        bucket.End++;
    }

    /// <summary>Collects the near hashes that no earlier chunk's table has met already.</summary>
    public void Find(ulong query, int maxDistance, ReadOnlySpan<HashChunk> earlier, List<NearHash> found)
    {
        var centre = _chunk.Bucket(query);
        foreach (var flip in _flips)
        {
            var bucket = _buckets[centre ^ (int)flip];
            for (var i = bucket.Start; i < bucket.End; i++)
            {
                var difference = _hashes[i] ^ query;
                var distance = BitOperations.PopCount(difference);
                if (distance <= maxDistance && !MetBy(earlier, difference))
                {
                    found.Add(new NearHash(_groups[i], distance));
                }
            }
        }
    }

    private static bool MetBy(ReadOnlySpan<HashChunk> earlier, ulong difference)
    {
        foreach (var chunk in earlier)
        {
            if (chunk.Meets(difference))
            {
                return true;
            }
        }

        return false;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Bucket
    {
        public int Start;
        public int End;
    }
}
