using System.Text.Json.Nodes;

namespace Reelmill.Testing.Milvus;

/// <summary>Implements the API calls that vector stores use, over collections in memory.</summary>
internal sealed class StubCalls
{
    private const string DefaultDatabase = "default";
    private static readonly string[] Levels = ["Strong", "Session", "Bounded", "Eventually", "Customized"];

    private readonly Lock _gate = new();
    private readonly HashSet<string> _databases = new(StringComparer.Ordinal) { DefaultDatabase };
    private readonly Dictionary<(string Database, string Name), StubCollection> _collections = [];

    /// <summary>Whether JSON columns are returned as objects, as current servers do, rather than as text.</summary>
    public bool NativeJson { get; set; }

    /// <summary>The number of creations that are aborted after the collection exists but before its indexes do.</summary>
    public int CutCreations { get; set; }

    public static T Required<T>(JsonObject body, string name)
        where T : JsonNode => body[name] as T ?? throw new StubError(1802, $"missing required parameters, error: {name}");

    public void Release(string collection)
    {
        lock (_gate)
        {
            _collections[(DefaultDatabase, collection)].Release();
        }
    }

    public JsonObject Answer(string call, JsonObject body)
    {
        lock (_gate)
        {
            if (!call.StartsWith("databases/", StringComparison.Ordinal) && !_databases.Contains(Database(body)))
            {
                throw new StubError(800, $"database not found[database={Database(body)}]");
            }

            return call switch
            {
                "databases/create" => Do(() => _databases.Add(Database(body))),
                "databases/list" => Data(new JsonArray([.. _databases.Order(StringComparer.Ordinal).Select(static d => (JsonNode)d)])),
                "collections/list" => Data(new JsonArray([.. _collections.Keys.Where(k => k.Database == Database(body)).Select(static k => (JsonNode)k.Name)])),
                "collections/has" => Data(new JsonObject { ["has"] = _collections.ContainsKey(Key(body)) }),
                "collections/create" => Create(body),
                "collections/drop" => Do(() => _collections.Remove(Key(body))),
                "collections/rename" => Rename(body),
                "collections/describe" => Data(Collection(body).Describe()),
                "collections/get_stats" => Data(new JsonObject { ["rowCount"] = Collection(body).Count }),
                "collections/get_load_state" => Data(new JsonObject { ["loadState"] = Collection(body).LoadState }),
                "collections/load" => Do(Collection(body).Load),
                "collections/release" => Do(Collection(body).Release),
                "indexes/create" => Do(() => Collection(body).Index(Required<JsonArray>(body, "indexParams"))),
                "indexes/list" => Data(new JsonArray([.. Collection(body).Indexes.Keys.Select(static k => (JsonNode)k)])),
                "entities/insert" => Put(body, "insert"),
                "entities/upsert" => Put(body, "upsert"),
                "entities/delete" => Delete(body),
                "entities/query" => Query(body),
                "entities/get" => Data(Rows(Loaded(body).Get(Ids(body)), body)),
                "entities/search" => Search(body),
                _ => throw new StubError(1100, $"no such call: {call}"),
            };
        }
    }

    private static JsonObject Data(JsonNode data) => new() { ["data"] = data };

    private static JsonObject Do(Action act)
    {
        act();
        return Data(new JsonObject());
    }

    private static string Database(JsonObject body) => (string?)body["dbName"] is { Length: > 0 } name ? name : DefaultDatabase;

    private static (string Database, string Name) Key(JsonObject body) => (Database(body), (string)Required<JsonValue>(body, "collectionName")!);

    private static IEnumerable<JsonNode> Ids(JsonObject body) => body["id"] is JsonArray many
        ? many.Select(static i => i!)
        : [body["id"] ?? throw new StubError(1806, "please check the primary key and its' type can only in [int, string]")];

    private StubCollection Collection(JsonObject body) => _collections.TryGetValue(Key(body), out var found)
        ? found
        : throw new StubError(100, $"can't find collection[database={Key(body).Database}][collection={Key(body).Name}]");

    private StubCollection Loaded(JsonObject body) =>
        Collection(body) is { IsLoaded: true } found ? found : throw new StubError(101, $"collection not loaded[collection={Key(body).Name}]");

    // Creation has three steps (collection, indexes, loading) and can be aborted after each.
    private JsonObject Create(JsonObject body)
    {
        var level = (string?)body["params"]?["consistencyLevel"];
        if (level is not null && !Levels.Contains(level, StringComparer.Ordinal))
        {
            throw new StubError(1100, "consistencyLevel can only be [Strong, Session, Bounded, Eventually, Customized]: invalid parameter");
        }

        var schema = new StubSchema(body);
        if (!_collections.TryGetValue(Key(body), out var collection))
        {
            _collections[Key(body)] = collection = new StubCollection(body, schema);
        }
        else if (!collection.Schema.IsSame(schema))
        {
            throw new StubError(1100, "create duplicate collection with different parameters");
        }

        if (CutCreations > 0)
        {
            CutCreations--;
            throw new StubError(65535, "context canceled");
        }

        var indexes = schema.IsQuick
            ? new JsonArray(new JsonObject { ["fieldName"] = schema.VectorName, ["metricType"] = (string?)body["metricType"] ?? "COSINE" })
            : body["indexParams"] as JsonArray ?? [];
        collection.Index(indexes);
        if (indexes.Count > 0)
        {
            collection.Load();
        }

        return Data(new JsonObject());
    }

    private JsonObject Rename(JsonObject body)
    {
        var collection = Collection(body);
        _collections.Remove(Key(body));
        _collections[(Database(body), (string)Required<JsonValue>(body, "newCollectionName")!)] = collection;
        return Data(new JsonObject());
    }

    private JsonObject Put(JsonObject body, string verb)
    {
        var ids = Collection(body).Put(Required<JsonArray>(body, "data"));
        return Data(new JsonObject { [$"{verb}Count"] = ids.Count, [$"{verb}Ids"] = ids });
    }

    private JsonObject Delete(JsonObject body)
    {
        var filter = (string?)body["filter"] is { Length: > 0 } text ? text : throw new StubError(1806, "please check the primary key: no filter and no id");
        return Data(new JsonObject { ["deleteCount"] = Collection(body).Delete(StubAnswers.Filter(filter)) });
    }

    private JsonObject Query(JsonObject body)
    {
        var collection = Loaded(body);
        var rows = collection.Query(StubAnswers.Filter((string?)body["filter"] ?? ""));
        if (body["outputFields"] is JsonArray { Count: 1 } only && (string?)only[0] == "count(*)")
        {
            return Data(new JsonArray(new JsonObject { ["count(*)"] = rows.Count() }));
        }

        // A limit that is not positive means no limit.
        var limit = StubAnswers.Limit(body, atLeast: int.MinValue);
        var page = rows.Skip((int?)body["offset"] ?? 0);
        return Data(Rows(limit > 0 ? page.Take(limit) : page, body));
    }

    private JsonObject Search(JsonObject body)
    {
        var collection = Loaded(body);
        var filter = StubAnswers.Filter((string?)body["filter"] ?? "");
        var limit = StubAnswers.Limit(body, atLeast: 1);
        var (data, topks) = (new JsonArray(), new JsonArray());
        foreach (var query in Required<JsonArray>(body, "data"))
        {
            var found = collection.Search(query, filter).Skip((int?)body["offset"] ?? 0).Take(limit).ToArray();
            foreach (var (row, score) in found)
            {
                var hit = StubAnswers.Row(collection.Schema, row, body, NativeJson);
                hit["distance"] = score;
                data.Add((JsonNode)hit);
            }

            topks.Add((JsonNode)found.Length);
        }

        return new JsonObject { ["cost"] = 0, ["data"] = data, ["topks"] = topks };
    }

    private JsonArray Rows(IEnumerable<JsonObject> rows, JsonObject body)
    {
        var schema = Collection(body).Schema;
        return new JsonArray([.. rows.Select(r => StubAnswers.Row(schema, r, body, NativeJson))]);
    }
}
