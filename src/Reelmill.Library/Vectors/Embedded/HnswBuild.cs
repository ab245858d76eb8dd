using Reelmill.Core;
using Reelmill.Core.Files;
using Reelmill.Library.Artifacts.Disk;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>
/// Builds an index from the rows of a snapshot, in their order and on one thread, so that the same rows give the same
/// index. Its file takes its place in one step; until then nothing has changed.
/// </summary>
/// <param name="folder">The collection's folder.</param>
/// <param name="data">The rows.</param>
/// <param name="above">Collections of fewer records are searched exactly.</param>
/// <param name="progress">Told of what was added; null for nobody.</param>
internal sealed class HnswBuild(string folder, SnapshotLease data, long above, IProgress<VectorIndexProgress>? progress)
{
    private const int Queries = 100;
    private const int RowsForQuery = 10;
    private const int Nearest = 10;
    private const int Seed = 1;

    /// <summary>What a vector takes besides its numbers: its edges and its key. Measured: 148 bytes in the file, some 60 more in memory.</summary>
    private const int BytesBeside = 160;
    private const int MoreInMemory = 100;
    private const int RowsBetweenProgress = 1000;

    private readonly Snapshot _snapshot = data.Snapshot;
    private readonly string _path = Path.Combine(folder, HnswIndex.FileName);

    private long Rows => _snapshot.Rows - _snapshot.DeadRows;

    private long Bytes => Rows * ((_snapshot.File.Dimension * 2L) + BytesBeside);

    /// <summary>Builds, measures and puts in place.</summary>
    public HnswDescription Run(CancellationToken cancellationToken) => DiskArtifactStore.Guard("Building the index", _path, () => Build(cancellationToken));

    private HnswDescription Build(CancellationToken cancellationToken)
    {
        RequireMemory();
        RequireSpace();
        var draft = HnswIndex.DraftOf(_path);
        using var taken = Take(draft);
        try
        {
            var (length, recall) = WriteGraph(draft, cancellationToken);
            var description = Describe(draft, length, recall);
            description.Append(taken.SafeFileHandle);
            AtomicFile.MoveIntoPlace(draft, _path);
            return description;
        }
        catch
        {
            CleanUp.Remove(draft);
            throw;
        }
    }

    /// <summary>One fixed name, so that what a kill leaves is overwritten by the next build; its lock goes with the process.</summary>
    private FileStream Take(string draft)
    {
        FileStream file;
        try
        {
            file = new FileStream(draft, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException e) when (DiskErrors.IsLocked(e))
        {
            throw InUse(e);
        }

        // Between the opening and the lock another build may have put this very file in place, where searches have it mapped.
        if (FileStatus.Read(file.SafeFileHandle, out var mine) != 0 || FileStatus.ReadEntry(draft, out var named) != 0 || mine.Stamp.Inode != named.Stamp.Inode)
        {
            file.Dispose();
            throw InUse(inner: null);
        }

        file.SetLength(0);
        return file;
    }

    private LibraryException InUse(Exception? inner) =>
        new("output_in_use", $"Building the index {_path}: another process builds it. Wait for it.", inner);

    private (long Length, double Recall) WriteGraph(string draft, CancellationToken cancellationToken)
    {
        using var graph = HnswGraph.Create(_snapshot.File.Dimension, Rows);
        var held = Draw();
        Add(graph, Places().Where(p => !held.Contains(p)), 0, cancellationToken);
        var recall = MeasureRecall(graph, held, cancellationToken);
        Add(graph, held, Rows - held.Count, cancellationToken);
        progress?.Report(new(Rows, Rows));
        try
        {
            graph.Save(draft);
        }
        catch (IOException e) when (FreeSpace.IsExhausted(folder))
        {
            throw Full(0, e);
        }

        return (graph.Length, recall);
    }

    private HnswDescription Describe(string draft, long length, double recall)
    {
        using var map = HnswIndex.Map(draft);
        using var lease = map.Hold();
        return lease.Length == length
            ? new HnswDescription(_snapshot.File.Instance, _snapshot.File.Dimension, HnswDescription.SegmentsOf(_snapshot), Rows, above, recall, length, HnswIndex.SumOf(lease, length))
            : throw new IOException($"{lease.Length} bytes of {length} are in it.");
    }

    private void Add(HnswGraph graph, IEnumerable<(int Segment, int Row)> places, long added, CancellationToken cancellationToken)
    {
        foreach (var (segment, row) in places)
        {
            graph.Add(HnswIndex.KeyOf(segment, row), VectorOf(segment, row)[.._snapshot.File.Dimension]);
            if (++added % RowsBetweenProgress == 0)
            {
                progress?.Report(new(added, Rows));
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>The rows that count, in their order.</summary>
    private IEnumerable<(int Segment, int Row)> Places()
    {
        for (var s = 0; s < _snapshot.Segments.Length; s++)
        {
            for (var row = 0; row < _snapshot.Segments[s].Rows; row++)
            {
                if (!_snapshot.Segments[s].IsDead(row))
                {
                    yield return (s, row);
                }
            }
        }
    }

    private ReadOnlySpan<float> VectorOf(int segment, int row)
    {
        var block = _snapshot.Segments[segment].BlockOf(row);
        var stride = block.Header.Stride;
        return block.Vectors(data.MapOf(segment)).Slice((row - block.FirstRow) * stride, stride);
    }

    /// <summary>Draws the rows that stay out of the graph until the recall is measured: those that a graph has are found too easily.</summary>
    private HashSet<(int Segment, int Row)> Draw()
    {
        var random = new Random(Seed);
        var wanted = Math.Min(Queries, Rows / RowsForQuery);
        var drawn = new HashSet<(int, int)>();
        while (drawn.Count < wanted)
        {
            var (segment, place) = (0, random.NextInt64(_snapshot.Rows));
            for (; place >= _snapshot.Segments[segment].Rows; segment++)
            {
                place -= _snapshot.Segments[segment].Rows;
            }

            if (!_snapshot.Segments[segment].IsDead((int)place))
            {
                drawn.Add((segment, (int)place));
            }
        }

        return drawn;
    }

    /// <summary>The share of the nearest rows of the graph that searches for the others find.</summary>
    private double MeasureRecall(HnswGraph graph, HashSet<(int Segment, int Row)> held, CancellationToken cancellationToken)
    {
        var description = new HnswDescription(
            _snapshot.File.Instance, _snapshot.File.Dimension, HnswDescription.SegmentsOf(_snapshot), Rows - held.Count, above, Recall: 0, Length: 0, Sum: 0);
        var index = new HnswIndex(description, graph);
        var outside = held.Select(IdOf).ToHashSet(StringComparer.Ordinal);
        var (wanted, found) = (0, 0);
        foreach (var (segment, row) in held)
        {
            var query = VectorOf(segment, row).ToArray();
            var exact = ExactSearch.Run(data, query, Nearest + held.Count, filter: null, cancellationToken).Where(h => !outside.Contains(h.Id)).Take(Nearest).ToArray();
            var near = HnswSearch.Run(data, index, query, exact.Length, filter: null, cancellationToken) ?? exact;
            wanted += exact.Length;

            // By score: of rows that are as near, either is right.
            found += near.Count(h => h.Score >= exact[^1].Score);
        }

        return wanted == 0 ? 1 : (double)found / wanted;
    }

    private string IdOf((int Segment, int Row) place)
    {
        var block = _snapshot.Segments[place.Segment].BlockOf(place.Row);
        return RowText.Id(block.Text(data.MapOf(place.Segment), place.Row - block.FirstRow));
    }

    private void RequireMemory()
    {
        var (needed, there) = (Bytes + (Rows * MoreInMemory), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        if (needed > there)
        {
            throw new LibraryException(
                SystemErrors.OutOfMemory,
                $"Building the index {_path}: it needs {needed >> 20} MiB of memory while it is built, and this process may have {there >> 20}. {SystemErrors.GetAdvice(SystemErrors.OutOfMemory)}");
        }
    }

    private void RequireSpace()
    {
        var free = FreeSpace.GetAvailable(folder);
        if (Bytes > free)
        {
            throw Full(free, inner: null);
        }
    }

    private LibraryException Full(long free, Exception? inner) => new(
        SystemErrors.DiskFull,
        $"Building the index {_path}: it takes {Bytes >> 20} MiB, and the disk has {free >> 20}. Make space on the disk, then build again.",
        inner);
}
