using System.Collections.Concurrent;
using Npgsql;

namespace Reelmill.Library.Vectors.PgVector;

/// <summary>Stores each collection in a PostgreSQL table with an HNSW index of pgvector. Searches are approximate.</summary>
internal sealed class PgVectorStore : IVectorStore
{
    private readonly NpgsqlDataSource _source;
    private readonly StoreRetryPolicy _retries;
    private readonly string _displayName;
    private readonly ConcurrentDictionary<string, int> _dimensions = new(StringComparer.Ordinal);
    private volatile bool _typesLoaded;

    private PgVectorStore(NpgsqlDataSource source, StoreRetryPolicy retries, string displayName) =>
        (_source, _retries, _displayName) = (source, retries, displayName);

    public static PgVectorStore Create(PgAddress address, TimeProvider time, TimeSpan? firstDelay = null) =>
        new(CreateDataSource(address), new StoreRetryPolicy(PgErrors.IsTransient, time, firstDelay), address.DisplayName);

    public async Task<CollectionInfo> CreateAsync(string name, int dimension, string embedder, CancellationToken cancellationToken)
    {
        CollectionRules.Check(name, dimension, embedder);
        var found = await RunAsync(
            "Creating", name, token => PgCollections.CreateAsync(_source, name, dimension, embedder, token), cancellationToken).ConfigureAwait(false);
        await ReloadTypesAsync(name, cancellationToken).ConfigureAwait(false);
        _dimensions[name] = found.Dimension;
        return VectorErrors.RequireMatch(found, dimension, embedder);
    }

    public Task<IReadOnlyList<CollectionInfo>> ListAsync(CancellationToken cancellationToken) => WithConnectionAsync(
        "Listing", "", PgCollections.ListAsync, cancellationToken);

    public async Task DropAsync(string name, CancellationToken cancellationToken)
    {
        CollectionRules.CheckName(name);
        await WithConnectionAsync("Dropping", name, (connection, token) => PgCollections.DropAsync(connection, name, token), cancellationToken)
            .ConfigureAwait(false);
        _dimensions.TryRemove(name, out _);
    }

    public async Task UpsertAsync(string collection, IReadOnlyList<VectorRecord> records, CancellationToken cancellationToken)
    {
        var batch = VectorBatch.Create(collection, await DimensionAsync(collection, cancellationToken).ConfigureAwait(false), records);
        if (batch.Records.Count > 0)
        {
            await WithConnectionAsync(
                "Writing to", collection, (connection, token) => PgRows.UpsertAsync(connection, collection, batch, token), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    public async Task DeleteAsync(string collection, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        CollectionRules.CheckName(collection);
        await WithConnectionAsync(
            "Deleting from", collection, (connection, token) => PgRows.DeleteAsync(connection, collection, [.. ids], token), cancellationToken)
            .ConfigureAwait(false);
    }

    public async Task<float[]?> FindAsync(string collection, string id, CancellationToken cancellationToken)
    {
        await DimensionAsync(collection, cancellationToken).ConfigureAwait(false);
        return await WithConnectionAsync(
            "Reading", collection, (connection, token) => PgRows.FindAsync(connection, collection, id, token), cancellationToken).ConfigureAwait(false);
    }

    public async Task<VectorHits> SearchAsync(
        string collection, ReadOnlyMemory<float> query, int count, VectorFilter? filter, bool exact, CancellationToken cancellationToken)
    {
        CollectionRules.CheckCount(count);
        var dimension = await DimensionAsync(collection, cancellationToken).ConfigureAwait(false);
        var unit = VectorNormalizer.NormalizeQuery(collection, query.Span, dimension, dimension);
        var hits = await WithConnectionAsync(
            "Searching", collection, (connection, token) => PgRows.SearchAsync(connection, collection, unit, count, filter, exact, token), cancellationToken)
            .ConfigureAwait(false);
        return new VectorHits(hits) { IsApproximate = !exact && PgCollections.IsIndexed(dimension) };
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static NpgsqlDataSource CreateDataSource(PgAddress address)
    {
        var builder = new NpgsqlDataSourceBuilder(address.ConnectionString);
        builder.UseVector();
        return builder.Build();
    }

    private async Task<int> DimensionAsync(string collection, CancellationToken cancellationToken)
    {
        CollectionRules.CheckName(collection);
        if (_dimensions.TryGetValue(collection, out var known))
        {
            return known;
        }

        var found = await WithConnectionAsync(
            "Reading", collection, (connection, token) => PgCollections.FindAsync(connection, collection, token), cancellationToken).ConfigureAwait(false);
        var dimension = (found ?? throw VectorErrors.UnknownCollection(collection)).Dimension;
        await ReloadTypesAsync(collection, cancellationToken).ConfigureAwait(false);
        return _dimensions[collection] = dimension;
    }

    /// <summary>Reloads the server's types: the first connection may have been opened before the extension was created, without its type.</summary>
    /// <remarks>An existing collection proves that the extension exists. Open connections keep the types that they started with.</remarks>
    private async Task ReloadTypesAsync(string collection, CancellationToken cancellationToken)
    {
        if (_typesLoaded)
        {
            return;
        }

        await RunAsync(
            "Reading",
            collection,
            async token =>
            {
                await _source.ReloadTypesAsync(token).ConfigureAwait(false);
                _source.Clear();
                return _typesLoaded = true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    private Task<T> WithConnectionAsync<T>(
        string operation, string collection, Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken) => RunAsync(
        operation,
        collection,
        async token =>
        {
            var connection = await _source.OpenConnectionAsync(token).ConfigureAwait(false);
            await using var closed = connection.ConfigureAwait(false);
            return await work(connection, token).ConfigureAwait(false);
        },
        cancellationToken);

    private async Task<T> RunAsync<T>(
        string operation, string collection, Func<CancellationToken, Task<T>> request, CancellationToken cancellationToken)
    {
        try
        {
            return await _retries.RunAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (e is PostgresException)
            {
                // Another client may have recreated the collection with another dimension, or the extension with another type.
                _dimensions.TryRemove(collection, out _);
                _typesLoaded = false;
            }

            throw PgErrors.Explain(e, operation, collection, _displayName);
        }
    }
}
