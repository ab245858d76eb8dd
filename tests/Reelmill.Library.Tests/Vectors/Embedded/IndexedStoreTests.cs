using Reelmill.Library.Vectors;
using Reelmill.Library.Vectors.Embedded;
using Reelmill.Testing;

namespace Reelmill.Library.Tests.Vectors.Embedded;

/// <summary>Runs the conformance tests on an embedded store whose index lags behind most writes.</summary>
public sealed class IndexedStoreTests : StoreConformance, IDisposable
{
    private readonly TempFolder _library = new();

    public void Dispose() => _library.Dispose();

    private protected override Task<IVectorStore> OpenAsync()
    {
        Assert.SkipUnless(HnswGraph.LoadError is null, HnswGraph.LoadError ?? "");
        return Task.FromResult<IVectorStore>(new IndexingStore(new EmbeddedStore(_library.Path, new EmbeddedOptions())));
    }

    /// <summary>An embedded store that builds the index after some of the writes, even for one record.</summary>
    private sealed class IndexingStore(EmbeddedStore store) : IVectorStore
    {
        private readonly SemaphoreSlim _building = new(1, 1);
        private int _writes;

        public async Task<CollectionInfo> CreateAsync(string name, int dimension, string embedder, CancellationToken cancellationToken) =>
            (await store.CreateAsync(name, dimension, embedder, cancellationToken)) with { Index = null };

        public async Task<IReadOnlyList<CollectionInfo>> ListAsync(CancellationToken cancellationToken) =>
            [.. (await store.ListAsync(cancellationToken)).Select(static c => c with { Index = null })];

        public Task DropAsync(string name, CancellationToken cancellationToken) => store.DropAsync(name, cancellationToken);

        public async Task UpsertAsync(string collection, IReadOnlyList<VectorRecord> records, CancellationToken cancellationToken)
        {
            await store.UpsertAsync(collection, records, cancellationToken);
            await BuildAsync(collection, cancellationToken);
        }

        public async Task DeleteAsync(string collection, IReadOnlyList<string> ids, CancellationToken cancellationToken)
        {
            await store.DeleteAsync(collection, ids, cancellationToken);
            await BuildAsync(collection, cancellationToken);
        }

        public Task<float[]?> FindAsync(string collection, string id, CancellationToken cancellationToken) => store.FindAsync(collection, id, cancellationToken);

        public Task<VectorHits> SearchAsync(string collection, ReadOnlyMemory<float> query, int count, VectorFilter? filter, bool exact, CancellationToken cancellationToken) =>
            store.SearchAsync(collection, query, count, filter, exact, cancellationToken);

        public ValueTask DisposeAsync()
        {
            _building.Dispose();
            return store.DisposeAsync();
        }

        private async Task BuildAsync(string collection, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref _writes) is 1 or 3 or 8)
            {
                await _building.WaitAsync(cancellationToken);
                await store.BuildIndexAsync(collection, minRecords: 1, progress: null, cancellationToken);
                _building.Release();
            }
        }
    }
}
