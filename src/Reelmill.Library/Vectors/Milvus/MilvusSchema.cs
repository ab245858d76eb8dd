using System.Text.Json.Nodes;

namespace Reelmill.Library.Vectors.Milvus;

/// <summary>The names, columns and requests of collections in Milvus.</summary>
internal static class MilvusSchema
{
    public const string Id = "id";
    public const string Vector = "vector";
    public const string Source = "source";
    public const string Time = "time_ms";
    public const string Path = "path";
    public const string Fields = "fields";
    public const string Numbers = "numbers";

    /// <summary>The value for a missing time: columns cannot be null before Milvus 2.5.</summary>
    public const long NoTime = -1;

    /// <summary>The maximum size of a JSON column's value in a request, in bytes.</summary>
    public const int MaxJsonBytes = 64 << 10;

    private const string Prefix = "reelmill_";
    private const string DescriptionPrefix = "reelmill: vectors by ";
    private const int MaxIdBytes = 512;
    private const int MaxTextBytes = 16 << 10;

    /// <summary>Returns the name of a collection in Milvus. The prefix sets it apart from collections of other programs.</summary>
    public static string GetCollectionName(string collection) => Prefix + collection;

    /// <summary>Returns a collection's name without the prefix; null for a collection of another program.</summary>
    public static string? TryGetName(string name) => name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : null;

    /// <summary>Builds the body of the call that creates a collection with its index and loads it.</summary>
    public static JsonObject BuildCreateRequest(string collection, int dimension, string embedder) => new()
    {
        ["collectionName"] = GetCollectionName(collection),
        ["description"] = DescriptionPrefix + embedder,
        ["schema"] = new JsonObject
        {
            ["autoId"] = false,
            ["enableDynamicField"] = false,
            ["fields"] = new JsonArray(
                Field(Id, "VarChar", "max_length", MaxIdBytes, isPrimary: true),
                Field(Vector, "FloatVector", "dim", dimension),
                Field(Source, "VarChar", "max_length", MaxTextBytes),
                Field(Time, "Int64"),
                Field(Path, "VarChar", "max_length", MaxTextBytes),
                Field(Fields, "JSON"),
                Field(Numbers, "JSON")),
        },
        ["indexParams"] = new JsonArray(new JsonObject
        {
            ["fieldName"] = Vector,
            ["indexName"] = Vector,
            ["metricType"] = "COSINE",
            ["indexType"] = "AUTOINDEX",
        }),
        ["params"] = new JsonObject { ["consistencyLevel"] = "Strong" },
    };

    /// <summary>Reads the dimension, the embedder and the index from the description of a collection.</summary>
    /// <returns>
    /// The dimension, the embedder (null when the server does not keep descriptions) and whether the index exists. A
    /// collection without an index was left by an interrupted creation.
    /// </returns>
    public static (int Dimension, string? Embedder, bool IsIndexed) ParseDescription(JsonNode described)
    {
        var vector = described["fields"]!.AsArray().First(static f => (string?)f!["name"] == Vector)!;
        var dimension = vector["params"]!.AsArray().First(static p => (string?)p!["key"] == "dim")!["value"]!;
        var description = (string?)described["description"] ?? "";
        return (
            int.Parse(dimension.ToString(), System.Globalization.CultureInfo.InvariantCulture),
            description.StartsWith(DescriptionPrefix, StringComparison.Ordinal) ? description[DescriptionPrefix.Length..] : null,
            described["indexes"] is not JsonArray { Count: 0 });
    }

    private static JsonObject Field(string name, string type, string? parameter = null, int value = 0, bool isPrimary = false)
    {
        var field = new JsonObject { ["fieldName"] = name, ["dataType"] = type, ["isPrimary"] = isPrimary };
        if (parameter is not null)
        {
            field["elementTypeParams"] = new JsonObject { [parameter] = value };
        }

        return field;
    }
}
