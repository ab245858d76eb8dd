using System.Collections.Immutable;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>A collection at one time: a batch is in it as a whole or not at all.</summary>
/// <param name="File">The collection's file.</param>
/// <param name="Segments">Its segments, in the file's order.</param>
internal sealed record Snapshot(CollectionFile File, ImmutableArray<VectorSegment> Segments)
{
    public long Rows => Segments.Sum(static s => (long)s.Rows);

    public long DeadRows => Segments.Sum(static s => (long)s.DeadRows);

    public int PlaceOf(uint segment)
    {
        for (var i = 0; i < Segments.Length; i++)
        {
            if (Segments[i].Id == segment)
            {
                return i;
            }
        }

        return -1;
    }

    public VectorSegment? Find(uint segment) => PlaceOf(segment) is >= 0 and var place ? Segments[place] : null;

    public CollectionInfo Info => new(File.Name, File.Dimension, Rows - DeadRows, File.Embedder);

    /// <summary>The snapshot without rows that no longer count. Those of segments that are not there any more are gone anyway.</summary>
    public Snapshot Bury(IEnumerable<RowPlace> rows)
    {
        var segments = Segments.ToBuilder();
        foreach (var group in rows.GroupBy(static r => r.Segment))
        {
            if (Segments.FirstOrDefault(s => s.Id == group.Key) is { } segment)
            {
                segments[Segments.IndexOf(segment)] = segment.Bury(group.Select(static r => r.Row));
            }
        }

        return this with { Segments = segments.ToImmutable() };
    }

    public Snapshot Replace(VectorSegment segment) =>
        this with { Segments = [.. Segments.Select(s => s.Id == segment.Id ? segment : s)] };

    /// <summary>Keeps all segments mapped until the lease is disposed.</summary>
    /// <exception cref="ObjectDisposedException">A newer snapshot has taken its place.</exception>
    public SnapshotLease Hold() => new(this);
}
