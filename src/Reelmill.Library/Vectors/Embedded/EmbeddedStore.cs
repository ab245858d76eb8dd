using System.Security.Cryptography;
using Reelmill.Library.Artifacts.Disk;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>Collections in a library's folder: one process writes, any number search. Searches are exact, unless a collection has an index.</summary>
internal sealed class EmbeddedStore(string libraryFolder, EmbeddedOptions options) : IVectorStore
{
    private const string FolderName = "vectors";

    private readonly string _folder = Path.Combine(Path.GetFullPath(libraryFolder), FolderName);
    private readonly Dictionary<string, EmbeddedCollection> _open = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _making = new(1, 1);
    private LibraryLock? _lock;

    public async Task<CollectionInfo> CreateAsync(string name, int dimension, string embedder, CancellationToken cancellationToken)
    {
        CollectionRules.Check(name, dimension, embedder);
        await _making.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await MakeAsync(name, dimension, embedder, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _making.Release();
        }

        return VectorErrors.Same(Collection(name).Describe(), dimension, embedder);
    }

    public Task<IReadOnlyList<CollectionInfo>> ListAsync(CancellationToken cancellationToken) => Task.Run<IReadOnlyList<CollectionInfo>>(
        () => Directory.Exists(_folder)
            ? [.. Directory.EnumerateDirectories(_folder)
                .Where(static f => File.Exists(Path.Combine(f, CollectionFile.FileName)))
                .Select(static f => Path.GetFileName(f))
                .Order(StringComparer.Ordinal)
                .Select(name => Collection(name).Describe())]
            : [],
        cancellationToken);

    public async Task DropAsync(string name, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(_folder, CollectionRules.Name(name));
        if (!File.Exists(Path.Combine(folder, CollectionFile.FileName)))
        {
            return;
        }

        Lock();
        EmbeddedCollection? open;
        lock (_gate)
        {
            _open.Remove(name, out open);
        }

        if (open is not null)
        {
            await open.DisposeAsync().ConfigureAwait(false);
        }

        DiskArtifactStore.Guard("Removing", folder, () =>
        {
            // Without its file the folder is no collection. The file goes last: until then it says which segments are its own.
            var path = Path.Combine(folder, CollectionFile.FileName);
            var index = Path.Combine(folder, HnswIndex.FileName);
            foreach (var file in CollectionFile.SegmentsIn(folder).Append(index).Append(HnswIndex.DraftOf(index)))
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
        var found = Collection(collection);
        var batch = VectorBatch.Check(collection, found.Now().File.Dimension, records);
        if (batch.Records.Count > 0)
        {
            Lock();
            await found.WriteAsync(writer => writer.UpsertAsync(batch, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task DeleteAsync(string collection, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var found = Collection(collection);
        found.Now();
        if (ids.Count > 0)
        {
            Lock();
            await found.WriteAsync(writer => writer.DeleteAsync(ids, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    public Task<float[]?> FindAsync(string collection, string id, CancellationToken cancellationToken)
    {
        var found = Collection(collection);
        return Task.Run(
            () =>
            {
                using var data = found.Hold();
                return RowVector.Find(data, id, cancellationToken);
            },
            cancellationToken);
    }

    public Task<VectorHits> SearchAsync(
        string collection, ReadOnlyMemory<float> query, int count, VectorFilter? filter, bool exact, CancellationToken cancellationToken)
    {
        CollectionRules.CheckCount(count);
        var found = Collection(collection);
        return Task.Run(
            () =>
            {
                using var data = found.Hold();
                var dimension = data.Snapshot.File.Dimension;
                var unit = VectorNormalizer.OfQuery(collection, query.Span, dimension, BlockHeader.StrideOf(dimension));
                return exact
                    ? new VectorHits(ExactSearch.Run(data, unit, count, filter, cancellationToken))
                    : found.Index.Search(data, unit, count, filter, cancellationToken);
            },
            cancellationToken);
    }

    /// <summary>Builds the index of a collection, unless it has all records already or there are fewer than <paramref name="above"/>.</summary>
    internal Task<CollectionInfo> BuildIndexAsync(
        string collection, long above, IProgress<VectorIndexProgress>? progress, CancellationToken cancellationToken)
    {
        var found = Collection(collection);
        return Task.Run(() => found.BuildIndex(above, progress, cancellationToken), cancellationToken);
    }

    /// <summary>Compacts a collection now.</summary>
    internal Task CompactAsync(string collection, CancellationToken cancellationToken)
    {
        Lock();
        return Collection(collection).WriteAsync(writer => writer.CompactAsync(cancellationToken), cancellationToken);
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
            _lock?.Dispose();
            _making.Dispose();
        }
    }

    /// <summary>Makes a collection that is not there; of two runs that begin at once, one does.</summary>
    private async Task MakeAsync(string name, int dimension, string embedder, CancellationToken cancellationToken)
    {
        var file = Path.Combine(_folder, name, CollectionFile.FileName);
        if (File.Exists(file))
        {
            return;
        }

        DiskArtifactStore.Guard("Making", _folder, () =>
        {
            FolderSwap.CreateFolder(Path.GetDirectoryName(_folder)!);
            FolderSwap.CreateFolder(_folder);
        });
        Lock();
        DiskArtifactStore.Guard("Making", file, () => FolderSwap.CreateFolder(Path.GetDirectoryName(file)!));
        var content = new CollectionFile(name, dimension, embedder, RandomNumberGenerator.GetHexString(16, lowercase: true), [], []);
        await AtomicFile.WriteAsync(file, (stream, token) => stream.WriteAsync(content.ToJson(), token).AsTask(), cancellationToken).ConfigureAwait(false);
    }

    private EmbeddedCollection Collection(string name)
    {
        CollectionRules.Name(name);
        lock (_gate)
        {
            if (!_open.TryGetValue(name, out var collection))
            {
                _open[name] = collection = new EmbeddedCollection(Path.Combine(_folder, name), options);
            }

            return collection;
        }
    }

    private void Lock()
    {
        lock (_gate)
        {
            _lock ??= LibraryLock.Acquire(_folder);
        }
    }
}
