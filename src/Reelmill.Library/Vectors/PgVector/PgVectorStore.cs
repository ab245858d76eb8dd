using System.Collections.Concurrent;
using Npgsql;

namespace Reelmill.Library.Vectors.PgVector;

/// <summary>Collections as tables of PostgreSQL, with an HNSW index of pgvector each. Searches are approximate.</summary>
internal sealed class PgVectorStore : IVectorStore
{
    private readonly NpgsqlDataSource _source;
    private readonly StoreRetries _retries;
    private readonly string _shown;
    private readonly ConcurrentDictionary<string, int> _dimensions = new(StringComparer.Ordinal);
    private volatile bool _typesAreKnown;

    private PgVectorStore(NpgsqlDataSource source, StoreRetries retries, string shown) =>
        (_source, _retries, _shown) = (source, retries, shown);

    public static PgVectorStore Create(PgAddress address, TimeProvider time, TimeSpan? firstDelay = null) =>
        new(Source(address), new StoreRetries(PgErrors.IsTransient, time, firstDelay), address.Shown);

    public async Task<CollectionInfo> CreateAsync(string name, int dimension, string embedder, CancellationToken cancellationToken)
    {
        CollectionRules.Check(name, dimension, embedder);
        var found = await RunAsync(
            "Making", name, token => PgCollections.CreateAsync(_source, name, dimension, embedder, token), cancellationToken).ConfigureAwait(false);
        await LearnTypesAsync(name, cancellationToken).ConfigureAwait(false);
        _dimensions[name] = found.Dimension;
        return VectorErrors.Same(found, dimension, embedder);
    }

    public Task<IReadOnlyList<CollectionInfo>> ListAsync(CancellationToken cancellationToken) => WithConnectionAsync(
        "Listing", "", PgCollections.ListAsync, cancellationToken);

    public async Task DropAsync(string name, CancellationToken cancellationToken)
    {
        CollectionRules.Name(name);
        await WithConnectionAsync("Dropping", name, (connection, token) => PgCollections.DropAsync(connection, name, token), cancellationToken)
            .ConfigureAwait(false);
        _dimensions.TryRemove(name, out _);
    }

    public async Task UpsertAsync(string collection, IReadOnlyList<VectorRecord> records, CancellationToken cancellationToken)
    {
        var batch = VectorBatch.Check(collection, await DimensionAsync(collection, cancellationToken).ConfigureAwait(false), records);
        if (batch.Records.Count > 0)
        {
            await WithConnectionAsync(
                "Writing to", collection, (connection, token) => PgRows.UpsertAsync(connection, collection, batch, token), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    public async Task DeleteAsync(string collection, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        CollectionRules.Name(collection);
        await WithConnectionAsync(
            "Deleting from", collection, (connection, token) => PgRows.DeleteAsync(connection, collection, [.. ids], token), cancellationToken)
            .ConfigureAwait(false);
    }

    public async Task<float[]?> FindAsync(string collection, string id, CancellationToken cancellationToken)
    {
        await DimensionAsync(collection, cancellationToken).ConfigureAwait(false);
        return await WithConnectionAsync(
            "Looking into", collection, (connection, token) => PgRows.FindAsync(connection, collection, id, token), cancellationToken).ConfigureAwait(false);
    }

    public async Task<VectorHits> SearchAsync(
        string collection, ReadOnlyMemory<float> query, int count, VectorFilter? filter, bool exact, CancellationToken cancellationToken)
    {
        CollectionRules.CheckCount(count);
        var dimension = await DimensionAsync(collection, cancellationToken).ConfigureAwait(false);
        var unit = VectorNormalizer.OfQuery(collection, query.Span, dimension, dimension);
        var hits = await WithConnectionAsync(
            "Searching", collection, (connection, token) => PgRows.SearchAsync(connection, collection, unit, count, filter, exact, token), cancellationToken)
            .ConfigureAwait(false);
        return new VectorHits(hits) { IsApproximate = !exact && PgCollections.IsIndexed(dimension) };
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static NpgsqlDataSource Source(PgAddress address)
    {
        var builder = new NpgsqlDataSourceBuilder(address.ConnectionString);
        builder.UseVector();
        return builder.Build();
    }

    private async Task<int> DimensionAsync(string collection, CancellationToken cancellationToken)
    {
        CollectionRules.Name(collection);
        if (_dimensions.TryGetValue(collection, out var known))
        {
            return known;
        }

        var found = await WithConnectionAsync(
            "Looking at", collection, (connection, token) => PgCollections.FindAsync(connection, collection, token), cancellationToken).ConfigureAwait(false);
        var dimension = (found ?? throw VectorErrors.Unknown(collection)).Dimension;
        await LearnTypesAsync(collection, cancellationToken).ConfigureAwait(false);
        return _dimensions[collection] = dimension;
    }

    /// <summary>Loads the server's types again: the first connection may be older than the extension, and its type then unknown.</summary>
    /// <remarks>A collection proves that the extension is there. Connections that are open keep the types that they began with.</remarks>
    private async Task LearnTypesAsync(string collection, CancellationToken cancellationToken)
    {
        if (_typesAreKnown)
        {
            return;
        }

        await RunAsync(
            "Looking at",
            collection,
            async token =>
            {
                await _source.ReloadTypesAsync(token).ConfigureAwait(false);
                _source.Clear();
                return _typesAreKnown = true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    private Task<T> WithConnectionAsync<T>(
        string doing, string collection, Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken) => RunAsync(
        doing,
        collection,
        async token =>
        {
            var connection = await _source.OpenConnectionAsync(token).ConfigureAwait(false);
            await using var closed = connection.ConfigureAwait(false);
            return await work(connection, token).ConfigureAwait(false);
        },
        cancellationToken);

    private async Task<T> RunAsync<T>(
        string doing, string collection, Func<CancellationToken, Task<T>> request, CancellationToken cancellationToken)
    {
        try
        {
            return await _retries.RunAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (e is PostgresException)
            {
                // Somebody else may have dropped it, and made it anew with another dimension; or the extension, with another type.
                _dimensions.TryRemove(collection, out _);
                _typesAreKnown = false;
            }

            throw PgErrors.Explain(e, doing, collection, _shown);
        }
    }
}
