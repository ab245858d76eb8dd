using System.Collections.Immutable;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>An immutable view of a collection at one point in time, with batches complete or absent.</summary>
/// <param name="File">The collection file.</param>
/// <param name="Segments">The segments, in the file's order.</param>
internal sealed record Snapshot(CollectionFile File, ImmutableArray<VectorSegment> Segments)
{
    public long Rows => Segments.Sum(static s => (long)s.Rows);

    public long DeadRows => Segments.Sum(static s => (long)s.DeadRows);

    /// <summary>Returns the position of a segment; -1 when the snapshot does not have it.</summary>
    public int IndexOf(uint segment)
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

    public VectorSegment? Find(uint segment) => IndexOf(segment) is >= 0 and var index ? Segments[index] : null;

    public CollectionInfo Info => new(File.Name, File.Dimension, Rows - DeadRows, File.Embedder);

    /// <summary>Returns the snapshot with more rows marked as dead. Rows of removed segments are ignored.</summary>
    public Snapshot MarkDead(IEnumerable<RowLocation> rows)
    {
        var segments = Segments.ToBuilder();
        foreach (var group in rows.GroupBy(static r => r.Segment))
        {
            if (Segments.FirstOrDefault(s => s.Id == group.Key) is { } segment)
            {
                segments[Segments.IndexOf(segment)] = segment.MarkDead(group.Select(static r => r.Row));
            }
        }

        return this with { Segments = segments.ToImmutable() };
    }

    public Snapshot Replace(VectorSegment segment) =>
        this with { Segments = [.. Segments.Select(s => s.Id == segment.Id ? segment : s)] };

    /// <summary>Keeps all segments mapped until the lease is disposed.</summary>
    /// <exception cref="ObjectDisposedException">A newer snapshot has replaced this one.</exception>
    public SnapshotLease AcquireLease() => new(this);
}
