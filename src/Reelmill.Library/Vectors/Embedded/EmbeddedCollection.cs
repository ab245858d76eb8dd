using Reelmill.Core;
using Reelmill.Library.Files;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>A collection in a library folder, as seen by this process.</summary>
/// <param name="folder">The collection's folder.</param>
/// <param name="options">The sizes of files.</param>
internal sealed class EmbeddedCollection(string folder, EmbeddedOptions options) : IAsyncDisposable
{
    private const int MaxReads = 10;

    private readonly Lock _snapshotLock = new();
    private readonly SemaphoreSlim _writeLock = new(1, 1);
    private volatile Snapshot? _snapshot;
    private byte[] _json = [];
    private volatile CollectionWriter? _writer;

    /// <summary>The collection's index, which may be missing on disk.</summary>
    public CollectionIndex Index { get; } = new(folder);

    private string FilePath => Path.Combine(folder, CollectionFile.FileName);

    /// <summary>Returns the current snapshot, reading new blocks first unless this process is the writer.</summary>
    /// <exception cref="Core.PipelineException"><c>collection_unknown</c> or <c>library_damaged</c>.</exception>
    public Snapshot GetSnapshot()
    {
        lock (_snapshotLock)
        {
            return _writer is not null ? Current : Refresh(thorough: false);
        }
    }

    /// <summary>Describes the current state of the collection and of its index.</summary>
    public CollectionInfo Describe()
    {
        var snapshot = GetSnapshot();
        return snapshot.Info with { Index = Index.Describe(snapshot) is { } index ? new VectorIndexInfo(index.Rows, index.Recall) : null };
    }

    /// <summary>Builds the index, unless it is current or the collection is too small.</summary>
    /// <exception cref="PipelineException"><c>index_unavailable</c>, <c>index_outdated</c> or a code of <see cref="LibraryException"/>.</exception>
    public CollectionInfo BuildIndex(long minRecords, IProgress<VectorIndexProgress>? progress, CancellationToken cancellationToken)
    {
        using (var data = AcquireLease())
        {
            if (data.Snapshot.Info.Count >= minRecords && !Index.IsCurrent(data.Snapshot, minRecords))
            {
                new HnswBuilder(folder, data, minRecords, progress).Run(cancellationToken);
            }
        }

        var built = Describe();
        return built.Count < minRecords || built.Index is not null
            ? built
            : throw new PipelineException("index_outdated", $"Building the index of {folder}: the collection was compacted or recreated during the build. Build the index again.");
    }

    /// <summary>The snapshot that was read or written last.</summary>
    public Snapshot Current => _snapshot ?? throw new InvalidOperationException("No snapshot was read yet.");

    /// <summary>Leases the current snapshot, which stays mapped until the lease is disposed.</summary>
    public SnapshotLease AcquireLease()
    {
        while (true)
        {
            var snapshot = GetSnapshot();
            try
            {
                return snapshot.AcquireLease();
            }
            catch (ObjectDisposedException) when (!ReferenceEquals(snapshot, _snapshot))
            {
                // Another thread has replaced the snapshot in between: take the newer one.
            }
        }
    }

    /// <summary>Runs a write with the collection's only writer, one call at a time.</summary>
    public async Task WriteAsync(Func<CollectionWriter, Task> write, CancellationToken cancellationToken)
    {
        await _writeLock.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await write(_writer ?? await OpenWriterAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            CloseWriter();
            throw DiskErrors.Explain(e, "Writing vectors to", folder);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // It is unknown what reached the disk: the next write opens a new writer, which reads the files again.
            CloseWriter();
            throw;
        }
        finally
        {
            _writeLock.Release();
        }
    }

    /// <summary>Reads the blocks that were written since the last snapshot.</summary>
    public Snapshot Refresh(bool thorough)
    {
        lock (_snapshotLock)
        {
            for (var reads = 1; ; reads++)
            {
                try
                {
                    return ReplaceSnapshot(Read(thorough));
                }
                catch (FileNotFoundException e) when (reads == MaxReads)
                {
                    throw EmbeddedErrors.Damaged(folder, "a segment of the collection is missing", e);
                }
                catch (FileNotFoundException)
                {
                    _json = [];
                }
            }
        }
    }

    /// <summary>Replaces the snapshot. Maps that only the older one used are unmapped once no lease needs them.</summary>
    public Snapshot ReplaceSnapshot(Snapshot snapshot)
    {
        lock (_snapshotLock)
        {
            var old = _snapshot;
            _snapshot = snapshot;
            foreach (var segment in old?.Segments ?? [])
            {
                if (!snapshot.Segments.Any(s => ReferenceEquals(s.Map, segment.Map)))
                {
                    segment.Map.Dispose();
                }
            }

            return snapshot;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _writeLock.WaitAsync().ConfigureAwait(false);
        if (_writer is { } writer)
        {
            // Every row is durable already. If closing fails, the next open verifies the blocks that the collection file does not cover.
            await CleanUp.QuietlyAsync(() => new ValueTask(writer.CloseAsync())).ConfigureAwait(false);
            writer.Dispose();
        }

        Index.Dispose();
        foreach (var segment in _snapshot?.Segments ?? [])
        {
            segment.Map.Dispose();
        }

        _writeLock.Dispose();
    }

    private async Task<CollectionWriter> OpenWriterAsync(CancellationToken cancellationToken)
    {
        var writer = await CollectionWriter.OpenAsync(this, folder, options, cancellationToken).ConfigureAwait(false);
        lock (_snapshotLock)
        {
            // The lock waits for a search that is reading the files. From here on, searches use the writer's snapshots.
            return _writer = writer;
        }
    }

    private void CloseWriter()
    {
        _writer?.Dispose();
        _writer = null;
    }

    private Snapshot Read(bool thorough)
    {
        byte[] json;
        try
        {
            json = File.ReadAllBytes(FilePath);
        }
        catch (IOException e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw VectorErrors.UnknownCollection(Path.GetFileName(folder), e);
        }

        var isUnchanged = _snapshot is not null && json.AsSpan().SequenceEqual(_json);
        var file = isUnchanged ? _snapshot!.File : CollectionFile.Parse(FilePath, json);
        _json = json;
        return new SnapshotReader(folder, thorough).Read(file, _snapshot);
    }
}
