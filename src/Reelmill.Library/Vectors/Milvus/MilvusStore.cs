using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Reelmill.Core;

namespace Reelmill.Library.Vectors.Milvus;

/// <summary>Collections of a Milvus server, through its RESTful API v2. Searches are approximate, and see all that was written before.</summary>
internal sealed class MilvusStore(MilvusRequests requests) : IVectorStore
{
    private const string Strong = "Strong";

    // They are written out in an expression, which has an end.
    private const int MostIdsAtOnce = 1000;

    private readonly ConcurrentDictionary<string, int> _dimensions = new(StringComparer.Ordinal);

    public static MilvusStore Create(MilvusAddress address, TimeProvider time, TimeSpan? firstDelay = null) =>
        new(new MilvusRequests(address, new StoreRetries(MilvusErrors.IsTransient, time, firstDelay)));

    public async Task<CollectionInfo> CreateAsync(string name, int dimension, string embedder, CancellationToken cancellationToken)
    {
        CollectionRules.Check(name, dimension, embedder);
        var has = await requests.SendAsync("Looking at", name, "collections/has", Named(name), cancellationToken).ConfigureAwait(false);
        if ((bool)has["has"]!)
        {
            var there = await DescribeAsync(name, cancellationToken).ConfigureAwait(false);
            VectorErrors.Same(new CollectionInfo(name, there.Dimension, Count: 0, there.Embedder), dimension, embedder);
            if (there.IsIndexed)
            {
                return await InfoAsync(name, cancellationToken).ConfigureAwait(false);
            }
        }

        // The server makes the collection, its index and loads it, in this order. With the same schema a second call changes
        // nothing that is there: two at once both succeed, and one that was cut off is finished.
        await requests.SendAsync(
            "Making", name, "collections/create", MilvusSchema.Create(name, dimension, embedder), cancellationToken).ConfigureAwait(false);
        return VectorErrors.Same(await InfoAsync(name, cancellationToken).ConfigureAwait(false), dimension, embedder);
    }

    public async Task<IReadOnlyList<CollectionInfo>> ListAsync(CancellationToken cancellationToken)
    {
        var names = await requests.SendAsync("Listing", "", "collections/list", [], cancellationToken).ConfigureAwait(false);
        var infos = new List<CollectionInfo>();
        foreach (var name in names.AsArray().Select(static n => MilvusSchema.Ours((string)n!)).OfType<string>().Order(StringComparer.Ordinal))
        {
            try
            {
                infos.Add(await InfoAsync(name, cancellationToken).ConfigureAwait(false));
            }
            catch (PipelineException e) when (e.Code == VectorErrors.UnknownCode)
            {
                // Somebody has dropped it since the names were listed.
            }
        }

        return infos;
    }

    public async Task DropAsync(string name, CancellationToken cancellationToken)
    {
        CollectionRules.Name(name);
        _dimensions.TryRemove(name, out _);
        try
        {
            await requests.SendAsync("Dropping", name, "collections/drop", Named(name), cancellationToken).ConfigureAwait(false);
        }
        catch (PipelineException e) when (e.Code == VectorErrors.UnknownCode)
        {
            // It is gone, as it should be.
        }
    }

    public async Task UpsertAsync(string collection, IReadOnlyList<VectorRecord> records, CancellationToken cancellationToken)
    {
        var batch = VectorBatch.Check(collection, await DimensionAsync(collection, cancellationToken).ConfigureAwait(false), records);
        if (batch.Records.Count > 0)
        {
            MilvusRows.Check(collection, batch);
            var body = Named(collection);
            body["data"] = new JsonArray([.. batch.Records.Select((r, i) => MilvusRows.Write(r, batch.Unit(i).Span))]);
            await requests.SendAsync("Writing to", collection, "entities/upsert", body, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task DeleteAsync(string collection, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        await DimensionAsync(collection, cancellationToken).ConfigureAwait(false);
        foreach (var some in ids.Chunk(MostIdsAtOnce))
        {
            var body = Named(collection);
            body["filter"] = MilvusFilter.OfIds(some);
            await requests.SendAsync("Deleting from", collection, "entities/delete", body, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<float[]?> FindAsync(string collection, string id, CancellationToken cancellationToken)
    {
        await DimensionAsync(collection, cancellationToken).ConfigureAwait(false);
        var body = Named(collection);
        body["filter"] = MilvusFilter.OfIds([id]);
        body["outputFields"] = new JsonArray(MilvusSchema.Vector);
        body["consistencyLevel"] = Strong;
        var rows = await requests.SendAsync("Looking into", collection, "entities/query", body, cancellationToken).ConfigureAwait(false);
        return rows is JsonArray { Count: 1 } found ? [.. found[0]![MilvusSchema.Vector]!.AsArray().Select(static n => (float)n!)] : null;
    }

    public async Task<VectorHits> SearchAsync(
        string collection, ReadOnlyMemory<float> query, int count, VectorFilter? filter, bool exact, CancellationToken cancellationToken)
    {
        CollectionRules.CheckCount(count);
        if (exact)
        {
            throw new PipelineException("exact_unsupported", $"Searching the collection '{collection}': Milvus searches its index only. Search without asking for an exact result, or use another store.");
        }

        var dimension = await DimensionAsync(collection, cancellationToken).ConfigureAwait(false);
        var body = Named(collection);
        body["data"] = new JsonArray(MilvusRows.Vector(VectorNormalizer.OfQuery(collection, query.Span, dimension, dimension)));
        body["annsField"] = MilvusSchema.Vector;
        body["limit"] = count;
        body["outputFields"] = new JsonArray(MilvusSchema.Id, MilvusSchema.Source, MilvusSchema.Time, MilvusSchema.Path, MilvusSchema.Fields);
        body["searchParams"] = new JsonObject { ["metricType"] = "COSINE" };
        body["consistencyLevel"] = Strong;
        if (filter is not null)
        {
            body["filter"] = MilvusFilter.Of(filter);
        }

        var rows = await requests.SendAsync("Searching", collection, "entities/search", body, cancellationToken).ConfigureAwait(false);
        return new VectorHits(VectorHit.InOrder(rows is JsonArray array ? array.Select(static r => MilvusRows.Read(r!)) : [])) { IsApproximate = true };
    }

    public ValueTask DisposeAsync()
    {
        requests.Dispose();
        return ValueTask.CompletedTask;
    }

    private static JsonObject Named(string collection) => new() { ["collectionName"] = MilvusSchema.NameOf(collection) };

    private async Task<int> DimensionAsync(string collection, CancellationToken cancellationToken)
    {
        CollectionRules.Name(collection);
        return _dimensions.TryGetValue(collection, out var known)
            ? known
            : (await DescribeAsync(collection, cancellationToken).ConfigureAwait(false)).Dimension;
    }

    private async Task<(int Dimension, string Embedder, bool IsIndexed)> DescribeAsync(string collection, CancellationToken cancellationToken)
    {
        var described = await requests.SendAsync("Looking at", collection, "collections/describe", Named(collection), cancellationToken).ConfigureAwait(false);
        var (dimension, embedder, isIndexed) = MilvusSchema.Read(described);
        _dimensions[collection] = dimension;
        return embedder is not null
            ? (dimension, embedder, isIndexed)
            : throw new PipelineException(
                VectorErrors.Failed, $"Looking at the collection '{collection}': Milvus does not tell its description, which names the embedder. Use Milvus 2.6 or newer.");
    }

    private async Task<CollectionInfo> InfoAsync(string name, CancellationToken cancellationToken)
    {
        var (dimension, embedder, _) = await DescribeAsync(name, cancellationToken).ConfigureAwait(false);
        var body = Named(name);
        body["filter"] = "";
        body["outputFields"] = new JsonArray("count(*)");
        body["consistencyLevel"] = Strong;
        var rows = await requests.SendAsync("Counting", name, "entities/query", body, cancellationToken).ConfigureAwait(false);
        var count = long.Parse(rows.AsArray()[0]!["count(*)"]!.ToString(), System.Globalization.CultureInfo.InvariantCulture);
        return new CollectionInfo(name, dimension, count, embedder);
    }
}
