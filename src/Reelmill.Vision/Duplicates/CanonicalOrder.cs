namespace Reelmill.Vision.Duplicates;

/// <summary>
/// The order of precedence among duplicates: sharpest first, then largest, then smallest video id, then earliest. It
/// depends only on the candidates, never on their positions in the input.
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
            keys[i] = GetSortKey(candidates[i].Sharpness);
        }

        // Sorting integers is many times faster than comparing candidates, and ties are rare.
        Array.Sort(keys, Positions);
        SortTies(candidates, keys);
    }

    /// <summary>Input positions in canonical order.</summary>
    public int[] Positions { get; }

    /// <summary>The number of the video at each input position; numbers follow the ordinal order of the video ids.</summary>
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

    /// <summary>Maps a sharpness to a sort key: ascending unsigned keys mean descending sharpness, with NaN last.</summary>
    private static ulong GetSortKey(double sharpness)
    {
        if (double.IsNaN(sharpness))
        {
            return ulong.MaxValue;
        }

        // Adding 0 turns -0 into 0, so both have the same bits.
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

    /// <summary>Breaks ties of sharpness. Candidates that are equal even in the hash are interchangeable.</summary>
    private int Compare(IReadOnlyList<DuplicateCandidate> candidates, int a, int b)
    {
        var (x, y) = (candidates[a], candidates[b]);
        var order = y.Pixels.CompareTo(x.Pixels);
        order = order != 0 ? order : Videos[a].CompareTo(Videos[b]);
        order = order != 0 ? order : x.TimeMs.CompareTo(y.TimeMs);
        return order != 0 ? order : x.Hash.CompareTo(y.Hash);
    }
}
