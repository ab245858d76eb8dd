using System.Text.Json.Nodes;

namespace Reelmill.Testing.Milvus;

/// <summary>A collection in memory: a schema and its rows. Not thread-safe.</summary>
internal sealed class StubCollection(JsonObject request, StubSchema schema)
{
    private readonly SortedDictionary<string, JsonObject> _rows = new(StringComparer.Ordinal);

    public StubSchema Schema => schema;

    public bool IsLoaded { get; private set; }

    /// <summary>The indexes, by name, as requested.</summary>
    public SortedDictionary<string, JsonObject> Indexes { get; } = new(StringComparer.Ordinal);

    public int Count => _rows.Count;

    public JsonObject Describe() => new()
    {
        ["collectionName"] = request["collectionName"]!.DeepClone(),
        ["description"] = (string?)request["description"] ?? "",
        ["autoId"] = false,
        ["enableDynamicField"] = schema.IsDynamic,
        ["load"] = LoadState,
        ["shardsNum"] = 1,
        ["consistencyLevel"] = (string?)request["params"]?["consistencyLevel"] ?? "Bounded",
        ["indexes"] = new JsonArray([.. Indexes.Select(static i => new JsonObject
        {
            ["fieldName"] = i.Value["fieldName"]!.DeepClone(),
            ["indexName"] = i.Key,
            ["metricType"] = i.Value["metricType"]?.DeepClone() ?? "COSINE",
        })]),
        ["fields"] = schema.Describe(),
    };

    public string LoadState => IsLoaded ? "LoadStateLoaded" : "LoadStateNotLoad";

    public void Load() => IsLoaded = Indexes.Count > 0
        ? true
        : throw new StubError(700, $"there is no vector index on collection: {request["collectionName"]}, please create index firstly: index not found");

    public void Release() => IsLoaded = false;

    public void Index(JsonArray indexes)
    {
        foreach (var index in indexes)
        {
            if (!schema.Has((string)index!["fieldName"]!))
            {
                throw new StubError(1802, $"missing required parameters, error: `{index["fieldName"]}` hasn't defined in schema");
            }

            Indexes[(string?)index["indexName"] ?? (string)index["fieldName"]!] = index.DeepClone().AsObject();
        }
    }

    /// <summary>Adds or replaces rows atomically and returns their ids.</summary>
    public JsonArray Put(JsonArray data)
    {
        foreach (var row in data)
        {
            schema.Check(row!.AsObject());
        }

        foreach (var row in data)
        {
            _rows[Key(row![schema.IdName]!)] = row.DeepClone().AsObject();
        }

        return new JsonArray([.. data.Select(r => r![schema.IdName]!.DeepClone())]);
    }

    public int Delete(Func<JsonObject, bool> filter)
    {
        var keys = _rows.Where(r => filter(r.Value)).Select(static r => r.Key).ToArray();
        Array.ForEach(keys, key => _rows.Remove(key));
        return keys.Length;
    }

    public IEnumerable<JsonObject> Query(Func<JsonObject, bool> filter) => _rows.Values.Where(filter);

    public IEnumerable<JsonObject> Get(IEnumerable<JsonNode> ids) => ids.Select(Key).Where(_rows.ContainsKey).Select(k => _rows[k]);

    public IEnumerable<(JsonObject Row, double Score)> Search(JsonNode? query, Func<JsonObject, bool> filter)
    {
        var vector = schema.Query(query);
        return _rows.Values.Where(filter)
            .Select(r => (Row: r, Score: Cosine(vector, StubSchema.Numbers(r[schema.VectorName]!.AsArray()))))
            .OrderByDescending(static r => r.Score);
    }

    private static string Key(JsonNode id) => id.ToJsonString();

    private static double Cosine(double[] a, double[] b) =>
        a.Zip(b, static (x, y) => x * y).Sum() / Math.Sqrt(a.Sum(static x => x * x) * b.Sum(static x => x * x));
}
