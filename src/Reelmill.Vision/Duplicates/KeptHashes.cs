namespace Reelmill.Vision.Duplicates;

/// <summary>The hashes kept so far, and for each the first kept candidate of two different videos.</summary>
/// <remarks>
/// Candidates come in canonical order. Two of them are all that a later one can ask for: the first kept, or, when
/// that is of its own video, the first kept of any other. So a group of any size costs the same. Not thread-safe.
/// </remarks>
internal sealed class KeptHashes(ulong[] distinct, int maxDistance)
{
    private readonly NearHashes _near = new(distinct, maxDistance);
    private readonly Twins[] _twins = new Twins[distinct.Length];
    private readonly List<NearHash> _found = [];

    /// <summary>The first kept candidate of another video within the distance, by rank; rank -1 when there is none.</summary>
    public (int Rank, int Distance) FirstTwin(ulong hash, int video)
    {
        _near.Find(hash, _found);
        var (rank, distance) = (int.MaxValue, 0);
        foreach (var near in _found)
        {
            ref readonly var twins = ref _twins[near.Group];
            var twin = twins.FirstVideo == video ? twins.Second : twins.First;
            if (twin > 0 && twin - 1 < rank)
            {
                (rank, distance) = (twin - 1, near.Distance);
            }
        }

        return rank == int.MaxValue ? (-1, 0) : (rank, distance);
    }

    public void Keep(int group, int rank, int video)
    {
        ref var twins = ref _twins[group];
        if (twins.First == 0)
        {
            twins.First = rank + 1;
            twins.FirstVideo = video;
            _near.Add(distinct[group], group);
        }
        else if (twins.Second == 0 && twins.FirstVideo != video)
        {
            twins.Second = rank + 1;
        }
    }

    /// <summary>Ranks are kept plus one, so that a new array says "none" everywhere.</summary>
    private struct Twins
    {
        public int First;
        public int FirstVideo;
        public int Second;
    }
}
