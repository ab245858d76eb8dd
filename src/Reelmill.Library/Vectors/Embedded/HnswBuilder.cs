using Reelmill.Core;
using Reelmill.Core.Files;
using Reelmill.Library.Files;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>
/// Builds an index from the live rows of a snapshot, in order and on one thread, so that the same rows give the same file.
/// The finished file replaces an older index atomically.
/// </summary>
/// <param name="folder">The collection's folder.</param>
/// <param name="data">The rows to index.</param>
/// <param name="minRecords">The size of the collection below which searches ignore the index.</param>
/// <param name="progress">Receives the number of added rows; null for none.</param>
internal sealed class HnswBuilder(string folder, SnapshotLease data, long minRecords, IProgress<VectorIndexProgress>? progress)
{
    private const int Queries = 100;
    private const int RowsPerQuery = 10;
    private const int Neighbors = 10;
    private const int Seed = 1;

    /// <summary>The size of a vector's edges and key in the file, in bytes. Measured: 148, and about 60 more in memory.</summary>
    private const int OverheadBytesPerVector = 160;
    private const int ExtraMemoryBytesPerVector = 100;
    private const int RowsBetweenProgress = 1000;

    private readonly Snapshot _snapshot = data.Snapshot;
    private readonly string _path = Path.Combine(folder, HnswIndex.FileName);

    private long Rows => _snapshot.Rows - _snapshot.DeadRows;

    private long Bytes => Rows * ((_snapshot.File.Dimension * 2L) + OverheadBytesPerVector);

    /// <summary>Builds the index, measures its recall and replaces the index file.</summary>
    public HnswDescription Run(CancellationToken cancellationToken) => DiskErrors.Guard("Building the index", _path, () => Build(cancellationToken));

    private HnswDescription Build(CancellationToken cancellationToken)
    {
        RequireMemory();
        RequireSpace();
        var draft = HnswIndex.GetDraftPath(_path);
        using var locked = LockDraft(draft);
        try
        {
            var (length, recall) = WriteGraph(draft, cancellationToken);
            var description = Describe(draft, length, recall);
            description.Append(locked.SafeFileHandle);
            AtomicFile.MoveIntoPlace(draft, _path);
            return description;
        }
        catch
        {
            CleanUp.Remove(draft);
            throw;
        }
    }

    /// <summary>Opens and locks the draft file. Its fixed name lets the next build overwrite what a killed process left; the lock ends with the process.</summary>
    private FileStream LockDraft(string draft)
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

        // Between opening and locking, another build may have renamed this file to the index, which searches have mapped.
        if (FileStatus.Read(file.SafeFileHandle, out var mine) != 0 || FileStatus.ReadEntry(draft, out var named) != 0 || mine.Stamp.Inode != named.Stamp.Inode)
        {
            file.Dispose();
            throw InUse(inner: null);
        }

        file.SetLength(0);
        return file;
    }

    private LibraryException InUse(Exception? inner) =>
        new("output_in_use", $"Building the index {_path}: another process is building it. Wait for that build to end.", inner);

    private (long Length, double Recall) WriteGraph(string draft, CancellationToken cancellationToken)
    {
        using var graph = HnswGraph.Create(_snapshot.File.Dimension, Rows);
        var heldOut = DrawHeldOutRows();
        Add(graph, LiveRows().Where(p => !heldOut.Contains(p)), 0, cancellationToken);
        var recall = MeasureRecall(graph, heldOut, cancellationToken);
        Add(graph, heldOut, Rows - heldOut.Count, cancellationToken);
        progress?.Report(new(Rows, Rows));
        try
        {
            graph.Save(draft);
        }
        catch (IOException e) when (FreeSpace.IsExhausted(folder))
        {
            throw DiskFull(0, e);
        }

        return (graph.Length, recall);
    }

    private HnswDescription Describe(string draft, long length, double recall)
    {
        using var map = HnswIndex.Map(draft);
        using var lease = map.AcquireLease();
        return lease.Length == length
            ? new HnswDescription(_snapshot.File.Instance, _snapshot.File.Dimension, HnswDescription.DescribeSegments(_snapshot), Rows, minRecords, recall, length, HnswIndex.ComputeChecksum(lease, length))
            : throw new IOException($"The file has {lease.Length} bytes instead of {length}.");
    }

    private void Add(HnswGraph graph, IEnumerable<(int Segment, int Row)> rows, long added, CancellationToken cancellationToken)
    {
        foreach (var (segment, row) in rows)
        {
            graph.Add(HnswIndex.EncodeKey(segment, row), GetVector(segment, row)[.._snapshot.File.Dimension]);
            if (++added % RowsBetweenProgress == 0)
            {
                progress?.Report(new(added, Rows));
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>Enumerates the rows that were not replaced or deleted, in order.</summary>
    private IEnumerable<(int Segment, int Row)> LiveRows()
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

    private ReadOnlySpan<float> GetVector(int segment, int row)
    {
        var block = _snapshot.Segments[segment].FindBlock(row);
        var stride = block.Header.Stride;
        return block.GetVectors(data.GetMap(segment)).Slice((row - block.FirstRow) * stride, stride);
    }

    /// <summary>Draws the query rows that stay out of the graph while the recall is measured: rows in the graph are found too easily.</summary>
    private HashSet<(int Segment, int Row)> DrawHeldOutRows()
    {
        var random = new Random(Seed);
        var wanted = Math.Min(Queries, Rows / RowsPerQuery);
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

    /// <summary>Measures the recall: the share of the nearest neighbors of the held-out rows that searches of the graph find.</summary>
    private double MeasureRecall(HnswGraph graph, HashSet<(int Segment, int Row)> heldOut, CancellationToken cancellationToken)
    {
        var description = new HnswDescription(
            _snapshot.File.Instance, _snapshot.File.Dimension, HnswDescription.DescribeSegments(_snapshot), Rows - heldOut.Count, minRecords, Recall: 0, Length: 0, Sum: 0);
        var index = new HnswIndex(description, graph);
        var heldOutIds = heldOut.Select(GetId).ToHashSet(StringComparer.Ordinal);
        var (wanted, found) = (0, 0);
        foreach (var (segment, row) in heldOut)
        {
            var query = GetVector(segment, row).ToArray();
            var exact = ExactSearch.Run(data, query, Neighbors + heldOut.Count, filter: null, cancellationToken).Where(h => !heldOutIds.Contains(h.Id)).Take(Neighbors).ToArray();
            var near = HnswSearch.Run(data, index, query, exact.Length, filter: null, cancellationToken) ?? exact;
            wanted += exact.Length;

            // Compare scores, not ids: rows with equal scores are equally right.
            found += near.Count(h => h.Score >= exact[^1].Score);
        }

        return wanted == 0 ? 1 : (double)found / wanted;
    }

    private string GetId((int Segment, int Row) location)
    {
        var block = _snapshot.Segments[location.Segment].FindBlock(location.Row);
        return RowPayload.ReadId(block.GetPayload(data.GetMap(location.Segment), location.Row - block.FirstRow));
    }

    private void RequireMemory()
    {
        var (needed, available) = (Bytes + (Rows * ExtraMemoryBytesPerVector), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        if (needed > available)
        {
            throw new LibraryException(
                SystemErrors.OutOfMemory,
                $"Building the index {_path}: the build needs {needed >> 20} MiB of memory, and this process may use {available >> 20} MiB. {SystemErrors.GetAdvice(SystemErrors.OutOfMemory)}");
        }
    }

    private void RequireSpace()
    {
        var free = FreeSpace.GetAvailable(folder);
        if (Bytes > free)
        {
            throw DiskFull(free, inner: null);
        }
    }

    private LibraryException DiskFull(long free, Exception? inner) => new(
        SystemErrors.DiskFull,
        $"Building the index {_path}: the file takes {Bytes >> 20} MiB, and {free >> 20} MiB are free on the disk. Free some space, then build again.",
        inner);
}
