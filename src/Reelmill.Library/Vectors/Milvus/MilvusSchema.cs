using System.Text.Json.Nodes;

namespace Reelmill.Library.Vectors.Milvus;

/// <summary>What collections are called and made of in Milvus.</summary>
internal static class MilvusSchema
{
    public const string Id = "id";
    public const string Vector = "vector";
    public const string Source = "source";
    public const string Time = "time_ms";
    public const string Path = "path";
    public const string Fields = "fields";
    public const string Numbers = "numbers";

    /// <summary>Stands for no time: columns of Milvus before 2.5 cannot be empty.</summary>
    public const long NoTime = -1;

    /// <summary>The most bytes of a JSON column, as it is sent.</summary>
    public const int MostJsonBytes = 64 << 10;

    private const string Prefix = "reelmill_";
    private const string DescriptionPrefix = "reelmill: vectors by ";
    private const int MostIdBytes = 512;
    private const int MostTextBytes = 16 << 10;

    /// <summary>The name in Milvus, which tells ours from those of others.</summary>
    public static string NameOf(string collection) => Prefix + collection;

    /// <summary>The name of a collection of ours; null for those of others.</summary>
    public static string? Ours(string name) => name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : null;

    /// <summary>The body of the call that makes a collection, its index and loads it.</summary>
    public static JsonObject Create(string collection, int dimension, string embedder) => new()
    {
        ["collectionName"] = NameOf(collection),
        ["description"] = DescriptionPrefix + embedder,
        ["schema"] = new JsonObject
        {
            ["autoId"] = false,
            ["enableDynamicField"] = false,
            ["fields"] = new JsonArray(
                Field(Id, "VarChar", "max_length", MostIdBytes, isPrimary: true),
                Field(Vector, "FloatVector", "dim", dimension),
                Field(Source, "VarChar", "max_length", MostTextBytes),
                Field(Time, "Int64"),
                Field(Path, "VarChar", "max_length", MostTextBytes),
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

    /// <summary>Reads what a collection is from its description.</summary>
    /// <returns>
    /// The dimension, the embedder (null when the server does not keep descriptions) and whether it has its index: one
    /// without it was left by a creation that was cut off.
    /// </returns>
    public static (int Dimension, string? Embedder, bool IsIndexed) Read(JsonNode described)
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
