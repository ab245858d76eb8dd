using System.Collections.Immutable;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>Reads snapshots of a collection's folder incrementally.</summary>
/// <param name="folder">The collection's folder.</param>
/// <param name="thorough">Whether to search for later blocks even behind zeros, which a writer does.</param>
internal sealed class SnapshotReader(string folder, bool thorough)
{
    /// <summary>Reads the snapshot that a collection file describes.</summary>
    /// <param name="file">The collection file.</param>
    /// <param name="before">The snapshot to continue from; null for none.</param>
    /// <exception cref="FileNotFoundException">A compaction has removed a segment: read the collection file again.</exception>
    /// <exception cref="LibraryException"><c>library_damaged</c>: a block before the end of a segment is invalid.</exception>
    public Snapshot Read(CollectionFile file, Snapshot? before)
    {
        var known = before?.File.Instance == file.Instance ? before.Segments : [];
        var scanner = new SegmentScanner(BlockHeader.GetStride(file.Dimension), thorough);
        var segments = ImmutableArray.CreateBuilder<VectorSegment>(file.Segments.Count);
        var dead = new List<RowLocation>();
        foreach (var (id, length) in file.Segments)
        {
            var old = known.FirstOrDefault(s => s.Id == id);
            var scanned = scanner.Scan(OpenSegment(id, old), length);
            AddDeadRows(dead, scanned, old?.BlockCount ?? 0);
            segments.Add(scanned);
        }

        return new Snapshot(file, segments.ToImmutable()).MarkDead(dead);
    }

    // Maps the file again when it has grown beyond the mapped length.
    private VectorSegment OpenSegment(uint id, VectorSegment? old)
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

    private static void AddDeadRows(List<RowLocation> dead, VectorSegment segment, int from)
    {
        using var map = segment.Map.AcquireLease();
        foreach (var block in segment.Blocks[from..])
        {
            if (block.Header.DeadRows > 0)
            {
                dead.AddRange(block.GetDeadRows(map));
            }
        }
    }
}
