namespace Reelmill.Library.Vectors.Embedded;

/// <summary>Keeps all segments of a snapshot mapped for reading.</summary>
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
                _maps.Add(segment.Map.AcquireLease());
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public Snapshot Snapshot { get; }

    public MapLease GetMap(int segment) => _maps[segment];

    public void Dispose()
    {
        foreach (var map in _maps)
        {
            map.Dispose();
        }
    }
}
