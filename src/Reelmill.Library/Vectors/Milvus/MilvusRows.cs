using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Reelmill.Library.Vectors.Filters;

namespace Reelmill.Library.Vectors.Milvus;

/// <summary>Records as Milvus takes and gives them.</summary>
internal static class MilvusRows
{
    /// <summary>Refuses a batch that the server would refuse: other stores take more text in fields.</summary>
    /// <exception cref="Core.ItemException"><c>bad_vector</c>.</exception>
    public static void Check(string collection, VectorBatch batch)
    {
        foreach (var record in batch.Records.Where(static r => r.Metadata.Fields.Count > 0))
        {
            var bytes = Encoding.UTF8.GetByteCount(FieldsJson.Write(record.Metadata.Fields).ToJsonString());
            if (bytes > MilvusSchema.MostJsonBytes)
            {
                throw VectorErrors.BadVector(
                    collection, $"the fields of '{record.Id}' are {bytes} bytes as JSON, and Milvus takes {MilvusSchema.MostJsonBytes}. Nothing was written; leave some out.");
            }
        }
    }

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
            [MilvusSchema.Fields] = FieldsJson.Write(metadata.Fields),
            [MilvusSchema.Numbers] = Numbers(metadata.Fields),
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
        var metadata = new VectorMetadata(
            (string)row[MilvusSchema.Source]!,
            time == MilvusSchema.NoTime ? null : time,
            path.Length == 0 ? null : path,
            FieldsJson.Read(row[MilvusSchema.Fields]));
        return new VectorHit((string)row[MilvusSchema.Id]!, Math.Clamp((float)row["distance"]!, -1, 1), metadata);
    }

    // Filters that compare numbers look here: the fields themselves are texts.
    private static JsonObject Numbers(IReadOnlyDictionary<string, string> fields) => new(fields
        .OrderBy(static f => f.Key, StringComparer.Ordinal)
        .Select(static f => (f.Key, Number: Condition.NumberOf(f.Value)))
        .Where(static f => f.Number is not null)
        .Select(static f => KeyValuePair.Create<string, JsonNode?>(f.Key, f.Number)));
}
