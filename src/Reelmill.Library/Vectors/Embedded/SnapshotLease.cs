namespace Reelmill.Library.Vectors.Embedded;

/// <summary>The right to read all segments of a snapshot.</summary>
internal sealed class SnapshotLease : IDisposable
{
    private readonly List<MapLease> _maps = [];

    public SnapshotLease(Snapshot snapshot)
    {
        Snapshot = snapshot;
        try
        {
            foreach (var segment in snapshot.Segments)
            {
                _maps.Add(segment.Map.Hold());
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public Snapshot Snapshot { get; }

    public MapLease MapOf(int segment) => _maps[segment];

    public void Dispose()
    {
        foreach (var map in _maps)
        {
            map.Dispose();
        }
    }
}
