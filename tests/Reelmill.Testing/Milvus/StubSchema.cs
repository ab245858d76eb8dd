using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Reelmill.Testing.Milvus;

/// <summary>The schema of a collection, which validates its rows.</summary>
internal sealed partial class StubSchema
{
    private const string DefaultId = "id";
    private const string DefaultVector = "vector";
    private const int MaxJsonBytes = 64 << 10;

    // Only the types that vector stores use; a real server has more.
    private static readonly string[] Types = ["Int64", "VarChar", "JSON", "FloatVector"];

    private readonly JsonArray _fields;

    public StubSchema(JsonObject request)
    {
        var name = StubCalls.Required<JsonValue>(request, "collectionName").ToString();
        if (!NamePattern().IsMatch(name))
        {
            throw new StubError(1100, $"Invalid collection name: {name}: invalid parameter");
        }

        if (request["schema"]?["fields"] is JsonArray { Count: > 0 } fields)
        {
            (_fields, IsDynamic, IsQuick) = (fields, Flag(request["schema"]!["enableDynamicField"]), false);
        }
        else
        {
            var dimension = (int?)request["dimension"] ?? throw new StubError(1100, "dimension is required for quickly create collection");
            (_fields, IsDynamic, IsQuick) = (Quick(request, dimension), true, true);
        }

        foreach (var field in _fields)
        {
            if (!Types.Contains(field!["dataType"]!.ToString(), StringComparer.Ordinal))
            {
                throw new StubError(1100, $"invalid parameter, data type {field["dataType"]} is invalid(case sensitive).");
            }
        }
    }

    public bool IsDynamic { get; }

    /// <summary>Whether the collection was created from a dimension alone, which includes an index.</summary>
    public bool IsQuick { get; }

    public string IdName => Name(_fields.First(static f => (bool?)f!["isPrimary"] == true)!);

    public string VectorName => Name(VectorField);

    private JsonNode VectorField => _fields.First(static f => (string?)f!["dataType"] == "FloatVector")!;

    private int Dimension => int.Parse(Parameter(VectorField, "dim"), CultureInfo.InvariantCulture);

    public bool IsSame(StubSchema other) => JsonNode.DeepEquals(_fields, other._fields);

    public bool Has(string field) => _fields.Any(f => Name(f!) == field);

    public JsonArray Describe() => new([.. _fields.Select(static f => new JsonObject
    {
        ["name"] = Name(f!),
        ["type"] = (string?)f!["dataType"],
        ["primaryKey"] = (bool?)f["isPrimary"] ?? false,
        ["params"] = new JsonArray([.. (f["elementTypeParams"] as JsonObject ?? []).Select(static p => new JsonObject { ["key"] = p.Key, ["value"] = p.Value!.ToString() })]),
    })]);

    /// <exception cref="StubError">The row does not fit the schema.</exception>
    public void Check(JsonObject row)
    {
        foreach (var field in _fields)
        {
            var name = Name(field!);
            var value = row[name] ?? throw new StubError(1804, $"fail to deal the insert data, error: the field {name} is missing");
            if (!Fits(field!, value))
            {
                throw new StubError(1804, $"fail to deal the insert data, error: the field {name} does not take it");
            }
        }

        if (!IsDynamic && row.Count > _fields.Count)
        {
            throw new StubError(1804, "fail to deal the insert data, error: has a field that the schema does not");
        }
    }

    public double[] Query(JsonNode? query) => query is JsonArray array && array.Count == Dimension
        ? Numbers(array)
        : throw new StubError(1801, $"can only accept json format request, error: a query is not a vector of {Dimension}");

    public static double[] Numbers(JsonArray array) => [.. array.Select(static n => double.Parse(n!.ToJsonString(), CultureInfo.InvariantCulture))];

    private static bool Flag(JsonNode? node) => node switch
    {
        null => false,
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
        _ => throw new StubError(1801, "can only accept json format request, error: not a boolean"),
    };

    private static JsonArray Quick(JsonObject request, int dimension) => new(
        new JsonObject { ["fieldName"] = (string?)request["primaryFieldName"] ?? DefaultId, ["dataType"] = (string?)request["idType"] ?? "Int64", ["isPrimary"] = true },
        new JsonObject
        {
            ["fieldName"] = (string?)request["vectorFieldName"] ?? DefaultVector,
            ["dataType"] = "FloatVector",
            ["elementTypeParams"] = new JsonObject { ["dim"] = dimension },
        });

    private static string Name(JsonNode field) => (string)field["fieldName"]!;

    private static string Parameter(JsonNode field, string name) => field["elementTypeParams"]?[name]?.ToString() ?? "0";

    // Lengths are in UTF-8 bytes. The length of a JSON column is that of the text as sent.
    private bool Fits(JsonNode field, JsonNode value) => ((string)field["dataType"]!, value.GetValueKind()) switch
    {
        ("VarChar", JsonValueKind.String) => Encoding.UTF8.GetByteCount((string)value!) <= int.Parse(Parameter(field, "max_length"), CultureInfo.InvariantCulture),
        ("Int64", JsonValueKind.Number) => long.TryParse(value.ToJsonString(), CultureInfo.InvariantCulture, out _),
        ("FloatVector", JsonValueKind.Array) => value.AsArray() is { } array && array.Count == Dimension && Numbers(array).All(static x => float.IsFinite((float)x)),
        ("JSON", _) => Encoding.UTF8.GetByteCount(value.ToJsonString()) <= MaxJsonBytes,
        _ => false,
    };

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]{0,254}\\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamePattern();
}
