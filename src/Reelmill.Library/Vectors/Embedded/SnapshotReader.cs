using System.Collections.Immutable;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>Reads what is in a collection's folder, and on from what was read before.</summary>
/// <param name="folder">The collection's folder.</param>
/// <param name="thorough">Whether to look behind the end for what must not be there; a writer does.</param>
internal sealed class SnapshotReader(string folder, bool thorough)
{
    /// <summary>The snapshot of a collection's file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="before">What was read before; null for nothing.</param>
    /// <exception cref="FileNotFoundException">A compaction has removed a segment: read the collection's file again.</exception>
    /// <exception cref="LibraryException"><c>library_damaged</c>.</exception>
    public Snapshot Read(CollectionFile file, Snapshot? before)
    {
        var known = before?.File.Instance == file.Instance ? before.Segments : [];
        var scan = new SegmentScan(BlockHeader.StrideOf(file.Dimension), thorough);
        var segments = ImmutableArray.CreateBuilder<VectorSegment>(file.Segments.Count);
        var dead = new List<RowPlace>();
        foreach (var (id, length) in file.Segments)
        {
            var old = known.FirstOrDefault(s => s.Id == id);
            var now = scan.Continue(Mapped(id, old), length);
            AddDead(dead, now, old?.BlockCount ?? 0);
            segments.Add(now);
        }

        return new Snapshot(file, segments.ToImmutable()).Bury(dead);
    }

    // The file may have grown beyond what is mapped.
    private VectorSegment Mapped(uint id, VectorSegment? old)
    {
        var path = Path.Combine(folder, CollectionFile.SegmentName(id));
        if (old is null)
        {
            return new VectorSegment(id, SegmentMap.Open(path));
        }

        return new FileInfo(path) is { Exists: true } file && file.Length > old.Map.Length
            ? old with { Map = SegmentMap.Open(path) }
            : old;
    }

    private static void AddDead(List<RowPlace> dead, VectorSegment segment, int from)
    {
        using var map = segment.Map.Hold();
        foreach (var block in segment.Blocks[from..])
        {
            if (block.Header.Dead > 0)
            {
                dead.AddRange(block.Dead(map));
            }
        }
    }
}
