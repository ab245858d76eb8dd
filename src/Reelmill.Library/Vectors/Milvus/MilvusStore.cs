using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Reelmill.Core;

namespace Reelmill.Library.Vectors.Milvus;

/// <summary>Stores collections in a Milvus server through its RESTful API v2. Searches are approximate and see all earlier writes.</summary>
internal sealed class MilvusStore(MilvusClient client) : IVectorStore
{
    private const string Strong = "Strong";

    // A request lists the ids in its filter expression, whose length is limited.
    private const int MaxIdsPerRequest = 1000;

    private readonly ConcurrentDictionary<string, int> _dimensions = new(StringComparer.Ordinal);

    public static MilvusStore Create(MilvusAddress address, TimeProvider time, TimeSpan? firstDelay = null) =>
        new(new MilvusClient(address, new StoreRetryPolicy(MilvusErrors.IsTransient, time, firstDelay)));

    public async Task<CollectionInfo> CreateAsync(string name, int dimension, string embedder, CancellationToken cancellationToken)
    {
        CollectionRules.Check(name, dimension, embedder);
        var response = await client.SendAsync("Reading", name, "collections/has", CreateRequest(name), cancellationToken).ConfigureAwait(false);
        if ((bool)response["has"]!)
        {
            var existing = await DescribeAsync(name, cancellationToken).ConfigureAwait(false);
            VectorErrors.RequireMatch(new CollectionInfo(name, existing.Dimension, Count: 0, existing.Embedder), dimension, embedder);
            if (existing.IsIndexed)
            {
                return await InfoAsync(name, cancellationToken).ConfigureAwait(false);
            }
        }

        // The server creates the collection, then its index, then loads it. Repeating the call with the same schema is
        // idempotent: two concurrent calls both succeed, and a call finishes an interrupted creation.
        await client.SendAsync(
            "Creating", name, "collections/create", MilvusSchema.BuildCreateRequest(name, dimension, embedder), cancellationToken).ConfigureAwait(false);
        return VectorErrors.RequireMatch(await InfoAsync(name, cancellationToken).ConfigureAwait(false), dimension, embedder);
    }

    public async Task<IReadOnlyList<CollectionInfo>> ListAsync(CancellationToken cancellationToken)
    {
        var names = await client.SendAsync("Listing", "", "collections/list", [], cancellationToken).ConfigureAwait(false);
        var infos = new List<CollectionInfo>();
        foreach (var name in names.AsArray().Select(static n => MilvusSchema.TryGetName((string)n!)).OfType<string>().Order(StringComparer.Ordinal))
        {
            try
            {
                infos.Add(await InfoAsync(name, cancellationToken).ConfigureAwait(false));
            }
            catch (PipelineException e) when (e.Code == VectorErrors.UnknownCollectionCode)
            {
                // The collection was dropped after its name was listed.
            }
        }

        return infos;
    }

    public async Task DropAsync(string name, CancellationToken cancellationToken)
    {
        CollectionRules.CheckName(name);
        _dimensions.TryRemove(name, out _);
        try
        {
            await client.SendAsync("Dropping", name, "collections/drop", CreateRequest(name), cancellationToken).ConfigureAwait(false);
        }
        catch (PipelineException e) when (e.Code == VectorErrors.UnknownCollectionCode)
        {
            // Dropping a missing collection is not an error.
        }
    }

    public async Task UpsertAsync(string collection, IReadOnlyList<VectorRecord> records, CancellationToken cancellationToken)
    {
        var batch = VectorBatch.Create(collection, await DimensionAsync(collection, cancellationToken).ConfigureAwait(false), records);
        if (batch.Records.Count > 0)
        {
            MilvusRows.Check(collection, batch);
            var body = CreateRequest(collection);
            body["data"] = new JsonArray([.. batch.Records.Select((r, i) => MilvusRows.Write(r, batch.GetUnitVector(i).Span))]);
            await client.SendAsync("Writing to", collection, "entities/upsert", body, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task DeleteAsync(string collection, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        await DimensionAsync(collection, cancellationToken).ConfigureAwait(false);
        foreach (var chunk in ids.Chunk(MaxIdsPerRequest))
        {
            var body = CreateRequest(collection);
            body["filter"] = MilvusFilter.MatchIds(chunk);
            await client.SendAsync("Deleting from", collection, "entities/delete", body, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<float[]?> FindAsync(string collection, string id, CancellationToken cancellationToken)
    {
        await DimensionAsync(collection, cancellationToken).ConfigureAwait(false);
        var body = CreateRequest(collection);
        body["filter"] = MilvusFilter.MatchIds([id]);
        body["outputFields"] = new JsonArray(MilvusSchema.Vector);
        body["consistencyLevel"] = Strong;
        var rows = await client.SendAsync("Reading", collection, "entities/query", body, cancellationToken).ConfigureAwait(false);
        return rows is JsonArray { Count: 1 } found ? [.. found[0]![MilvusSchema.Vector]!.AsArray().Select(static n => (float)n!)] : null;
    }

    public async Task<VectorHits> SearchAsync(
        string collection, ReadOnlyMemory<float> query, int count, VectorFilter? filter, bool exact, CancellationToken cancellationToken)
    {
        CollectionRules.CheckCount(count);
        if (exact)
        {
            throw new PipelineException("exact_unsupported", $"Searching the collection '{collection}': Milvus has no exact search. Search without `exact`, or use another store.");
        }

        var dimension = await DimensionAsync(collection, cancellationToken).ConfigureAwait(false);
        var body = CreateRequest(collection);
        body["data"] = new JsonArray(MilvusRows.ToJson(VectorNormalizer.NormalizeQuery(collection, query.Span, dimension, dimension)));
        body["annsField"] = MilvusSchema.Vector;
        body["limit"] = count;
        body["outputFields"] = new JsonArray(MilvusSchema.Id, MilvusSchema.Source, MilvusSchema.Time, MilvusSchema.Path, MilvusSchema.Fields);
        body["searchParams"] = new JsonObject { ["metricType"] = "COSINE" };
        body["consistencyLevel"] = Strong;
        if (filter is not null)
        {
            body["filter"] = MilvusFilter.ToExpression(filter);
        }

        var rows = await client.SendAsync("Searching", collection, "entities/search", body, cancellationToken).ConfigureAwait(false);
        return new VectorHits(VectorHit.Sort(rows is JsonArray array ? array.Select(static r => MilvusRows.Read(r!)) : [])) { IsApproximate = true };
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    private static JsonObject CreateRequest(string collection) => new() { ["collectionName"] = MilvusSchema.GetCollectionName(collection) };

    private async Task<int> DimensionAsync(string collection, CancellationToken cancellationToken)
    {
        CollectionRules.CheckName(collection);
        return _dimensions.TryGetValue(collection, out var known)
            ? known
            : (await DescribeAsync(collection, cancellationToken).ConfigureAwait(false)).Dimension;
    }

    private async Task<(int Dimension, string Embedder, bool IsIndexed)> DescribeAsync(string collection, CancellationToken cancellationToken)
    {
        var described = await client.SendAsync("Reading", collection, "collections/describe", CreateRequest(collection), cancellationToken).ConfigureAwait(false);
        var (dimension, embedder, isIndexed) = MilvusSchema.ParseDescription(described);
        _dimensions[collection] = dimension;
        return embedder is not null
            ? (dimension, embedder, isIndexed)
            : throw new PipelineException(
                VectorErrors.StoreFailedCode, $"Reading the collection '{collection}': Milvus does not return its description, which names the embedder. Use Milvus 2.6 or newer.");
    }

    private async Task<CollectionInfo> InfoAsync(string name, CancellationToken cancellationToken)
    {
        var (dimension, embedder, _) = await DescribeAsync(name, cancellationToken).ConfigureAwait(false);
        var body = CreateRequest(name);
        body["filter"] = "";
        body["outputFields"] = new JsonArray("count(*)");
        body["consistencyLevel"] = Strong;
        var rows = await client.SendAsync("Counting", name, "entities/query", body, cancellationToken).ConfigureAwait(false);
        var count = long.Parse(rows.AsArray()[0]!["count(*)"]!.ToString(), System.Globalization.CultureInfo.InvariantCulture);
        return new CollectionInfo(name, dimension, count, embedder);
    }
}
