using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Reelmill.Library.Vectors.Filters;

namespace Reelmill.Library.Vectors.Milvus;

/// <summary>Records as Milvus takes and gives them.</summary>
internal static class MilvusRows
{
    public static JsonObject Write(VectorRecord record, ReadOnlySpan<float> unit)
    {
        var metadata = record.Metadata;
        return new JsonObject
        {
            [MilvusSchema.Id] = record.Id,
            [MilvusSchema.Vector] = Vector(unit),
            [MilvusSchema.Source] = metadata.Source,
            [MilvusSchema.Time] = metadata.TimeMs ?? MilvusSchema.NoTime,
            [MilvusSchema.Path] = metadata.Path ?? "",
            [MilvusSchema.Fields] = Fields(metadata, static text => text),
            [MilvusSchema.Numbers] = Fields(metadata, static text => Condition.NumberOf(text) is { } number ? JsonValue.Create(number) : null),
        };
    }

    public static JsonArray Vector(ReadOnlySpan<float> unit)
    {
        var array = new JsonArray();
        foreach (var number in unit)
        {
            array.Add((JsonNode)number);
        }

        return array;
    }

    public static VectorHit Read(JsonNode row)
    {
        // Whether 64-bit numbers are numbers or texts, and JSON an object or a text, is up to the server's version.
        var time = long.Parse(row[MilvusSchema.Time]!.ToString(), CultureInfo.InvariantCulture);
        var path = (string)row[MilvusSchema.Path]!;
        var fields = row[MilvusSchema.Fields] switch
        {
            JsonObject json => json.Deserialize<Dictionary<string, string>>(),
            { } text => JsonSerializer.Deserialize<Dictionary<string, string>>((string)text!),
            null => null,
        };
        var metadata = new VectorMetadata(
            (string)row[MilvusSchema.Source]!, time == MilvusSchema.NoTime ? null : time, path.Length == 0 ? null : path, fields is { Count: > 0 } ? fields : null);
        return new VectorHit((string)row[MilvusSchema.Id]!, Math.Clamp((float)row["distance"]!, -1, 1), metadata);
    }

    private static JsonObject Fields(VectorMetadata metadata, Func<string, JsonNode?> read)
    {
        var json = new JsonObject();
        foreach (var (name, value) in metadata.Fields.OrderBy(static f => f.Key, StringComparer.Ordinal))
        {
            if (read(value) is { } node)
            {
                json[name] = node;
            }
        }

        return json;
    }
}
