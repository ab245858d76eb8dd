namespace Reelmill.Vision.Duplicates;

/// <summary>The hashes of kept candidates, each with its first two kept candidates of different videos.</summary>
/// <remarks>
/// Candidates arrive in canonical order. A later candidate needs the first kept candidate of another video. Two entries
/// per hash suffice for that: the first kept candidate, and the first kept one of any other video. The cost therefore
/// does not depend on the number of candidates with equal hashes. Not thread-safe.
/// </remarks>
internal sealed class KeptHashes(ulong[] distinct, int maxDistance)
{
    private readonly HashNeighborSearch _search = new(distinct, maxDistance);
    private readonly FirstKept[] _firstKept = new FirstKept[distinct.Length];
    private readonly List<HashNeighbor> _neighbors = [];

    /// <summary>Returns the rank of the first kept candidate of another video within the distance; -1 when there is none.</summary>
    public (int Rank, int Distance) FindFirstDuplicate(ulong hash, int video)
    {
        _search.Find(hash, _neighbors);
        var (rank, distance) = (int.MaxValue, 0);
        foreach (var neighbor in _neighbors)
        {
            ref readonly var entry = ref _firstKept[neighbor.Group];
            var candidate = entry.FirstVideo == video ? entry.Second : entry.First;
            if (candidate > 0 && candidate - 1 < rank)
            {
                (rank, distance) = (candidate - 1, neighbor.Distance);
            }
        }

        return rank == int.MaxValue ? (-1, 0) : (rank, distance);
    }

    public void Keep(int group, int rank, int video)
    {
        ref var entry = ref _firstKept[group];
        if (entry.First == 0)
        {
            entry.First = rank + 1;
            entry.FirstVideo = video;
            _search.Add(distinct[group], group);
        }
        else if (entry.Second == 0 && entry.FirstVideo != video)
        {
            entry.Second = rank + 1;
        }
    }

    /// <summary>Stores ranks plus one, so that the zeros of a new array mean "none".</summary>
    private struct FirstKept
    {
        public int First;
        public int FirstVideo;
        public int Second;
    }
}
