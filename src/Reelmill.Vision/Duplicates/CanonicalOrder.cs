namespace Reelmill.Vision.Duplicates;

/// <summary>
/// The order that decides which of several twins is kept: the sharpest first, then the largest, then the smallest
/// video id, then the earliest. It depends on the candidates alone, never on where they stand in the input.
/// </summary>
internal sealed class CanonicalOrder
{
    public CanonicalOrder(IReadOnlyList<DuplicateCandidate> candidates)
    {
        Videos = NumberVideos(candidates);
        Positions = new int[candidates.Count];
        var keys = new ulong[candidates.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            Positions[i] = i;
            keys[i] = SharpestFirst(candidates[i].Sharpness);
        }

        // A sort of plain numbers is many times faster than one that compares candidates; ties are few.
        Array.Sort(keys, Positions);
        SortTies(candidates, keys);
    }

    /// <summary>Positions in the input, in canonical order.</summary>
    public int[] Positions { get; }

    /// <summary>For each position in the input its video's number, in ordinal order of the ids.</summary>
    public int[] Videos { get; }

    private static int[] NumberVideos(IReadOnlyList<DuplicateCandidate> candidates)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var candidate in candidates)
        {
            numbers.TryAdd(candidate.Video, 0);
        }

        string[] ids = [.. numbers.Keys];
        Array.Sort(ids, StringComparer.Ordinal);
        for (var i = 0; i < ids.Length; i++)
        {
            numbers[ids[i]] = i;
        }

        var videos = new int[candidates.Count];
        for (var i = 0; i < videos.Length; i++)
        {
            videos[i] = numbers[candidates[i].Video];
        }

        return videos;
    }

    /// <summary>Maps a number to bits whose unsigned order is the number's descending order, NaN last.</summary>
    private static ulong SharpestFirst(double sharpness)
    {
        if (double.IsNaN(sharpness))
        {
            return ulong.MaxValue;
        }

        // Adding 0 makes -0 and 0 the same bits.
        var bits = BitConverter.DoubleToUInt64Bits(sharpness + 0.0);
        var ascending = (bits >> 63) == 1 ? ~bits : bits | (1UL << 63);
        return ~ascending;
    }

    private void SortTies(IReadOnlyList<DuplicateCandidate> candidates, ulong[] keys)
    {
        for (var start = 0; start < keys.Length;)
        {
            var end = start + 1;
            while (end < keys.Length && keys[end] == keys[start])
            {
                end++;
            }

            if (end - start > 1)
            {
                Positions.AsSpan(start..end).Sort((a, b) => Compare(candidates, a, b));
            }

            start = end;
        }
    }

    /// <summary>The hash comes last: what is equal even in that is interchangeable.</summary>
    private int Compare(IReadOnlyList<DuplicateCandidate> candidates, int a, int b)
    {
        var (x, y) = (candidates[a], candidates[b]);
        var order = y.Pixels.CompareTo(x.Pixels);
        order = order != 0 ? order : Videos[a].CompareTo(Videos[b]);
        order = order != 0 ? order : x.TimeMs.CompareTo(y.TimeMs);
        return order != 0 ? order : x.Hash.CompareTo(y.Hash);
    }
}
