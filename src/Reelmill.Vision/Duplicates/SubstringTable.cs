using System.Numerics;
using System.Runtime.InteropServices;

namespace Reelmill.Vision.Duplicates;

/// <summary>
/// A table of hashes by the bucket of one substring, in one array with a range per bucket (compressed sparse rows). The
/// constructor reserves room in each bucket for all expected hashes, so adding never moves an entry.
/// </summary>
/// <remarks>Concurrent searches are safe as long as nothing is added.</remarks>
internal sealed class SubstringTable
{
    private readonly HashSubstring _substring;
    private readonly uint[] _flips;
    private readonly Bucket[] _buckets;
    private readonly ulong[] _hashes;
    private readonly int[] _groups;

    public SubstringTable(HashSubstring substring, ReadOnlySpan<ulong> expected)
    {
        _substring = substring;
        _flips = substring.ListFlips();
        _buckets = new Bucket[substring.BucketCount];
        _hashes = new ulong[expected.Length];
        _groups = new int[expected.Length];
        foreach (var hash in expected)
        {
            _buckets[substring.GetBucket(hash)].End++;
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
        ref var bucket = ref _buckets[_substring.GetBucket(hash)];
        _hashes[bucket.End] = hash;
        _groups[bucket.End] = group;
        bucket.End++;
    }

    /// <summary>Collects the neighbors of the query that the tables of the earlier substrings do not find.</summary>
    public void Find(ulong query, int maxDistance, ReadOnlySpan<HashSubstring> earlier, List<HashNeighbor> neighbors)
    {
        var center = _substring.GetBucket(query);
        foreach (var flip in _flips)
        {
            var bucket = _buckets[center ^ (int)flip];
            for (var i = bucket.Start; i < bucket.End; i++)
            {
                var difference = _hashes[i] ^ query;
                var distance = BitOperations.PopCount(difference);
                if (distance <= maxDistance && !IsFoundBy(earlier, difference))
                {
                    neighbors.Add(new HashNeighbor(_groups[i], distance));
                }
            }
        }
    }

    private static bool IsFoundBy(ReadOnlySpan<HashSubstring> earlier, ulong difference)
    {
        foreach (var substring in earlier)
        {
            if (substring.Finds(difference))
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
