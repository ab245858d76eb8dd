using System.Text.Json;
using System.Text.Json.Nodes;

namespace Reelmill.Testing.Milvus;

/// <summary>A collection of the stub: a schema and rows in memory. Not thread-safe.</summary>
internal sealed class StubCollection
{
    private const string DefaultId = "id";
    private const string DefaultVector = "vector";

    private readonly JsonObject _request;
    private readonly JsonArray _fields;
    private readonly bool _dynamic;
    private readonly SortedDictionary<string, JsonObject> _rows = new(StringComparer.Ordinal);

    public StubCollection(JsonObject request)
    {
        _request = request;
        if (request["schema"]?["fields"] is JsonArray fields)
        {
            (_fields, _dynamic) = (fields, (bool?)request["schema"]!["enableDynamicField"] ?? false);
        }
        else
        {
            var dimension = (int?)request["dimension"] ?? throw new StubError(1802, "missing required parameters: dimension");
            (_fields, _dynamic) = (Quick(request, dimension), true);
        }
    }

    public bool IsLoaded { get; set; } = true;

    private string IdName => Name(_fields.First(static f => (bool?)f!["isPrimary"] == true)!);

    private JsonNode VectorField => _fields.First(static f => (string?)f!["dataType"] == "FloatVector")!;

    private int Dimension => int.Parse(VectorField["elementTypeParams"]!["dim"]!.ToString(), System.Globalization.CultureInfo.InvariantCulture);

    public bool HasSchemaOf(StubCollection other) => JsonNode.DeepEquals(_fields, other._fields);

    public JsonObject Describe() => new()
    {
        ["collectionName"] = _request["collectionName"]!.DeepClone(),
        ["description"] = (string?)_request["description"] ?? "",
        ["autoId"] = false,
        ["enableDynamicField"] = _dynamic,
        ["load"] = IsLoaded ? "LoadStateLoaded" : "LoadStateNotLoad",
        ["shardsNum"] = 1,
        ["indexes"] = new JsonArray(new JsonObject { ["fieldName"] = Name(VectorField), ["indexName"] = Name(VectorField), ["metricType"] = "COSINE" }),
        ["fields"] = new JsonArray([.. _fields.Select(static f => new JsonObject
        {
            ["name"] = Name(f!),
            ["type"] = (string?)f!["dataType"],
            ["primaryKey"] = (bool?)f["isPrimary"] ?? false,
            ["params"] = new JsonArray([.. (f["elementTypeParams"] as JsonObject ?? []).Select(static p => new JsonObject { ["key"] = p.Key, ["value"] = p.Value!.ToString() })]),
        })]),
    };

    /// <summary>Adds or replaces rows, all or none; gives their ids.</summary>
    public JsonArray Put(JsonArray data)
    {
        foreach (var row in data)
        {
            Check(row!.AsObject());
        }

        foreach (var row in data)
        {
            _rows[Key(row![IdName]!)] = row.DeepClone().AsObject();
        }

        return new JsonArray([.. data.Select(r => r![IdName]!.DeepClone())]);
    }

    public void Delete(Func<JsonObject, bool> filter)
    {
        foreach (var key in _rows.Where(r => filter(r.Value)).Select(static r => r.Key).ToArray())
        {
            _rows.Remove(key);
        }
    }

    public IEnumerable<JsonObject> Query(Func<JsonObject, bool> filter) => _rows.Values.Where(filter);

    public IEnumerable<JsonObject> Get(IEnumerable<JsonNode> ids) => ids.Select(Key).Where(_rows.ContainsKey).Select(k => _rows[k]);

    public IEnumerable<(JsonObject Row, double Score)> Search(JsonArray query, Func<JsonObject, bool> filter)
    {
        if (query.Count != Dimension)
        {
            throw new StubError(1804, $"the dim ({query.Count}) of the query is not that of the field ({Dimension})");
        }

        var vector = Numbers(query);
        return _rows.Values.Where(filter).Select(r => (Row: r, Score: Cosine(vector, Numbers(r[Name(VectorField)]!.AsArray())))).OrderByDescending(static r => r.Score);
    }

    private static JsonArray Quick(JsonObject request, int dimension) => new(
        new JsonObject { ["fieldName"] = (string?)request["primaryFieldName"] ?? DefaultId, ["dataType"] = (string?)request["idType"] ?? "Int64", ["isPrimary"] = true },
        new JsonObject
        {
            ["fieldName"] = (string?)request["vectorFieldName"] ?? DefaultVector,
            ["dataType"] = "FloatVector",
            ["elementTypeParams"] = new JsonObject { ["dim"] = dimension },
        });

    private static string Name(JsonNode field) => (string)field["fieldName"]!;

    private static string Key(JsonNode id) => id.ToJsonString();

    private static double[] Numbers(JsonArray array) => [.. array.Select(static n => double.Parse(n!.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture))];

    private static double Cosine(double[] a, double[] b) =>
        a.Zip(b, static (x, y) => x * y).Sum() / Math.Sqrt(a.Sum(static x => x * x) * b.Sum(static x => x * x));

    private void Check(JsonObject row)
    {
        foreach (var field in _fields)
        {
            var name = Name(field!);
            var value = row[name] ?? throw new StubError(1804, $"fail to deal the insert data, error: the field {name} is missing");
            var fits = ((string)field!["dataType"]!, value.GetValueKind()) switch
            {
                ("VarChar", JsonValueKind.String) => ((string)value!).Length <= (int)field["elementTypeParams"]!["max_length"]!,
                ("Int64", JsonValueKind.Number) => long.TryParse(value.ToJsonString(), out _),
                ("FloatVector", JsonValueKind.Array) => value.AsArray().Count == Dimension,
                ("JSON", JsonValueKind.Object) => true,
                _ => false,
            };
            if (!fits)
            {
                throw new StubError(1804, $"fail to deal the insert data, error: the field {name} does not take it");
            }
        }

        if (!_dynamic && row.Count > _fields.Count)
        {
            throw new StubError(1804, "fail to deal the insert data, error: has a field that the schema does not");
        }
    }
}
