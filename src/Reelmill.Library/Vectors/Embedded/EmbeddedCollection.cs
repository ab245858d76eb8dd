using Reelmill.Core;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>A collection of a library's folder, as this process sees it.</summary>
/// <param name="folder">The collection's folder.</param>
/// <param name="options">The sizes.</param>
internal sealed class EmbeddedCollection(string folder, EmbeddedOptions options) : IAsyncDisposable
{
    private const int MostReads = 10;

    private readonly Lock _reading = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private volatile Snapshot? _snapshot;
    private byte[] _json = [];
    private volatile CollectionWriter? _writer;

    /// <summary>The collection's index, if it has one.</summary>
    public HnswFile Index { get; } = new(folder);

    private string FilePath => Path.Combine(folder, CollectionFile.FileName);

    /// <summary>What the collection is now.</summary>
    /// <exception cref="Core.PipelineException"><c>collection_unknown</c> or <c>library_damaged</c>.</exception>
    public Snapshot Now()
    {
        lock (_reading)
        {
            return _writer is not null ? Current : Refresh(thorough: false);
        }
    }

    /// <summary>What the collection and its index are now.</summary>
    public CollectionInfo Describe()
    {
        var snapshot = Now();
        return snapshot.Info with { Index = Index.Describe(snapshot) is { } index ? new VectorIndexInfo(index.Rows, index.Recall) : null };
    }

    /// <summary>Builds the index, unless it has all records already or there are too few.</summary>
    /// <exception cref="PipelineException"><c>index_unavailable</c>, <c>index_outdated</c> or one of <see cref="LibraryException"/>.</exception>
    public CollectionInfo BuildIndex(long above, IProgress<VectorIndexProgress>? progress, CancellationToken cancellationToken)
    {
        using (var data = Hold())
        {
            if (data.Snapshot.Info.Count >= above && !Index.IsCurrent(data.Snapshot, above))
            {
                new HnswBuild(folder, data, above, progress).Run(cancellationToken);
            }
        }

        var built = Describe();
        return built.Count < above || built.Index is not null
            ? built
            : throw new PipelineException("index_outdated", $"Building the index of {folder}: records were written anew meanwhile, so that it has others. Build it again.");
    }

    /// <summary>What was read or written last.</summary>
    public Snapshot Current => _snapshot ?? throw new InvalidOperationException("Nothing was read yet.");

    /// <summary>What the collection is now, and stays until the lease is disposed.</summary>
    public SnapshotLease Hold()
    {
        while (true)
        {
            var snapshot = Now();
            try
            {
                return snapshot.Hold();
            }
            catch (ObjectDisposedException) when (!ReferenceEquals(snapshot, _snapshot))
            {
                // Somebody has read on in between; the newer snapshot is there already.
            }
        }
    }

    /// <summary>Writes with the right to do so, one call at a time.</summary>
    public async Task WriteAsync(Func<CollectionWriter, Task> write, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await write(_writer ?? await OpenWriterAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            CloseWriter();
            throw Artifacts.Disk.DiskErrors.Explain(e, "Writing vectors to", folder);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // What reached the disk is not known: the next write looks.
            CloseWriter();
            throw;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Reads what has come since the last time.</summary>
    public Snapshot Refresh(bool thorough)
    {
        lock (_reading)
        {
            for (var reads = 1; ; reads++)
            {
                try
                {
                    return Adopt(Read(thorough));
                }
                catch (FileNotFoundException e) when (reads == MostReads)
                {
                    throw EmbeddedErrors.Damaged(folder, "a file that the collection names is missing", e);
                }
                catch (FileNotFoundException)
                {
                    _json = [];
                }
            }
        }
    }

    /// <summary>Takes a newer snapshot; maps that only the older one had go when nobody holds them any more.</summary>
    public Snapshot Adopt(Snapshot snapshot)
    {
        lock (_reading)
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
        await _writing.WaitAsync().ConfigureAwait(false);
        if (_writer is { } writer)
        {
            // Every row is on the disk; what does not vouch for them is read through by the next open.
            await CleanUp.QuietlyAsync(() => new ValueTask(writer.CloseAsync())).ConfigureAwait(false);
            writer.Dispose();
        }

        Index.Dispose();
        foreach (var segment in _snapshot?.Segments ?? [])
        {
            segment.Map.Dispose();
        }

        _writing.Dispose();
    }

    private async Task<CollectionWriter> OpenWriterAsync(CancellationToken cancellationToken)
    {
        var writer = await CollectionWriter.OpenAsync(this, folder, options, cancellationToken).ConfigureAwait(false);
        lock (_reading)
        {
            // A search that is reading the files now has ended; from here on they change only with the snapshot.
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
            throw VectorErrors.Unknown(Path.GetFileName(folder), e);
        }

        var same = _snapshot is not null && json.AsSpan().SequenceEqual(_json);
        var file = same ? _snapshot!.File : CollectionFile.Parse(FilePath, json);
        _json = json;
        return new SnapshotReader(folder, thorough).Read(file, _snapshot);
    }
}
