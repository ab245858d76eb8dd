using System.Security.Cryptography;
using Reelmill.Library.Files;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>Stores collections in a library folder. One process writes, any number search. Searches are exact, unless a collection has an index.</summary>
internal sealed class EmbeddedStore(string libraryFolder, EmbeddedOptions options) : IVectorStore
{
    private const string FolderName = "vectors";

    private readonly string _folder = Path.Combine(Path.GetFullPath(libraryFolder), FolderName);
    private readonly Dictionary<string, EmbeddedCollection> _open = new(StringComparer.Ordinal);
    private readonly Lock _stateLock = new();
    private readonly SemaphoreSlim _creating = new(1, 1);
    private LibraryLock? _libraryLock;

    public async Task<CollectionInfo> CreateAsync(string name, int dimension, string embedder, CancellationToken cancellationToken)
    {
        CollectionRules.Check(name, dimension, embedder);
        await _creating.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await CreateFilesAsync(name, dimension, embedder, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _creating.Release();
        }

        return VectorErrors.RequireMatch(GetCollection(name).Describe(), dimension, embedder);
    }

    public Task<IReadOnlyList<CollectionInfo>> ListAsync(CancellationToken cancellationToken) => Task.Run<IReadOnlyList<CollectionInfo>>(
        () => Directory.Exists(_folder)
            ? [.. Directory.EnumerateDirectories(_folder)
                .Where(static f => File.Exists(Path.Combine(f, CollectionFile.FileName)))
                .Select(static f => Path.GetFileName(f))
                .Order(StringComparer.Ordinal)
                .Select(name => GetCollection(name).Describe())]
            : [],
        cancellationToken);

    public async Task DropAsync(string name, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(_folder, CollectionRules.CheckName(name));
        if (!File.Exists(Path.Combine(folder, CollectionFile.FileName)))
        {
            return;
        }

        TakeLock();
        EmbeddedCollection? open;
        lock (_stateLock)
        {
            _open.Remove(name, out open);
        }

        if (open is not null)
        {
            await open.DisposeAsync().ConfigureAwait(false);
        }

        DiskErrors.Guard("Removing", folder, () =>
        {
            // The collection file goes last: until then it tells which segments belong to the collection. Other files stay.
            var path = Path.Combine(folder, CollectionFile.FileName);
            var index = Path.Combine(folder, HnswIndex.FileName);
            foreach (var file in CollectionFile.FindSegmentFiles(folder).Append(index).Append(HnswIndex.GetDraftPath(index)))
            {
                File.Delete(file);
            }

            File.Delete(path);
            NativeFile.Flush(folder);
            if (!Directory.EnumerateFileSystemEntries(folder).Any())
            {
                Directory.Delete(folder);
            }
        });
    }

    public async Task UpsertAsync(string collection, IReadOnlyList<VectorRecord> records, CancellationToken cancellationToken)
    {
        var found = GetCollection(collection);
        var batch = VectorBatch.Create(collection, found.GetSnapshot().File.Dimension, records);
        if (batch.Records.Count > 0)
        {
            TakeLock();
            await found.WriteAsync(writer => writer.UpsertAsync(batch, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task DeleteAsync(string collection, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var found = GetCollection(collection);
        found.GetSnapshot();
        if (ids.Count > 0)
        {
            TakeLock();
            await found.WriteAsync(writer => writer.DeleteAsync(ids, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    public Task<float[]?> FindAsync(string collection, string id, CancellationToken cancellationToken)
    {
        var found = GetCollection(collection);
        return Task.Run(
            () =>
            {
                using var data = found.AcquireLease();
                return VectorLookup.Find(data, id, cancellationToken);
            },
            cancellationToken);
    }

    public Task<VectorHits> SearchAsync(
        string collection, ReadOnlyMemory<float> query, int count, VectorFilter? filter, bool exact, CancellationToken cancellationToken)
    {
        CollectionRules.CheckCount(count);
        var found = GetCollection(collection);
        return Task.Run(
            () =>
            {
                using var data = found.AcquireLease();
                var dimension = data.Snapshot.File.Dimension;
                var unit = VectorNormalizer.NormalizeQuery(collection, query.Span, dimension, BlockHeader.GetStride(dimension));
                return exact
                    ? new VectorHits(ExactSearch.Run(data, unit, count, filter, cancellationToken))
                    : found.Index.Search(data, unit, count, filter, cancellationToken);
            },
            cancellationToken);
    }

    /// <summary>Builds the index of a collection, unless it is current or the collection has fewer than <paramref name="minRecords"/> records.</summary>
    internal Task<CollectionInfo> BuildIndexAsync(
        string collection, long minRecords, IProgress<VectorIndexProgress>? progress, CancellationToken cancellationToken)
    {
        var found = GetCollection(collection);
        return Task.Run(() => found.BuildIndex(minRecords, progress, cancellationToken), cancellationToken);
    }

    /// <summary>Compacts a collection now.</summary>
    internal Task CompactAsync(string collection, CancellationToken cancellationToken)
    {
        TakeLock();
        return GetCollection(collection).WriteAsync(writer => writer.CompactAsync(cancellationToken), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            foreach (var collection in _open.Values)
            {
                await collection.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _open.Clear();
            _libraryLock?.Dispose();
            _creating.Dispose();
        }
    }

    /// <summary>Creates the files of a collection that does not exist yet; of two concurrent runs, only one does.</summary>
    private async Task CreateFilesAsync(string name, int dimension, string embedder, CancellationToken cancellationToken)
    {
        var file = Path.Combine(_folder, name, CollectionFile.FileName);
        if (File.Exists(file))
        {
            return;
        }

        DiskErrors.Guard("Creating", _folder, () =>
        {
            FolderSwap.CreateFolder(Path.GetDirectoryName(_folder)!);
            FolderSwap.CreateFolder(_folder);
        });
        TakeLock();
        DiskErrors.Guard("Creating", file, () => FolderSwap.CreateFolder(Path.GetDirectoryName(file)!));
        var content = new CollectionFile(name, dimension, embedder, RandomNumberGenerator.GetHexString(16, lowercase: true), [], []);
        await AtomicFile.WriteAsync(file, (stream, token) => stream.WriteAsync(content.ToJson(), token).AsTask(), cancellationToken).ConfigureAwait(false);
    }

    private EmbeddedCollection GetCollection(string name)
    {
        CollectionRules.CheckName(name);
        lock (_stateLock)
        {
            if (!_open.TryGetValue(name, out var collection))
            {
                _open[name] = collection = new EmbeddedCollection(Path.Combine(_folder, name), options);
            }

            return collection;
        }
    }

    private void TakeLock()
    {
        lock (_stateLock)
        {
            _libraryLock ??= LibraryLock.Acquire(_folder);
        }
    }
}
