using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Reelmill.Library.Vectors.Filters;

namespace Reelmill.Library.Vectors.Milvus;

/// <summary>Converts records to and from the rows of Milvus.</summary>
internal static class MilvusRows
{
    /// <summary>Checks that each record's fields fit into a JSON column, whose limit is below that of other stores.</summary>
    /// <exception cref="Core.ItemException"><c>bad_vector</c>: the fields of a record are too large.</exception>
    public static void Check(string collection, VectorBatch batch)
    {
        foreach (var record in batch.Records.Where(static r => r.Metadata.Fields.Count > 0))
        {
            var bytes = Encoding.UTF8.GetByteCount(FieldsJson.Write(record.Metadata.Fields).ToJsonString());
            if (bytes > MilvusSchema.MaxJsonBytes)
            {
                throw VectorErrors.BadVector(
                    collection, $"the fields of the record '{record.Id}' are {bytes} bytes of JSON, and Milvus accepts {MilvusSchema.MaxJsonBytes}. No record of the batch was written; shorten or remove fields.");
            }
        }
    }

    public static JsonObject Write(VectorRecord record, ReadOnlySpan<float> unit)
    {
        var metadata = record.Metadata;
        return new JsonObject
        {
            [MilvusSchema.Id] = record.Id,
            [MilvusSchema.Vector] = ToJson(unit),
            [MilvusSchema.Source] = metadata.Source,
            [MilvusSchema.Time] = metadata.TimeMs ?? MilvusSchema.NoTime,
            [MilvusSchema.Path] = metadata.Path ?? "",
            [MilvusSchema.Fields] = FieldsJson.Write(metadata.Fields),
            [MilvusSchema.Numbers] = Numbers(metadata.Fields),
        };
    }

    public static JsonArray ToJson(ReadOnlySpan<float> unit)
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
        // Depending on its version, the server returns 64-bit integers as numbers or strings, and JSON as an object or a string.
        var time = long.Parse(row[MilvusSchema.Time]!.ToString(), CultureInfo.InvariantCulture);
        var path = (string)row[MilvusSchema.Path]!;
        var metadata = new VectorMetadata(
            (string)row[MilvusSchema.Source]!,
            time == MilvusSchema.NoTime ? null : time,
            path.Length == 0 ? null : path,
            FieldsJson.Read(row[MilvusSchema.Fields]));
        return new VectorHit((string)row[MilvusSchema.Id]!, Math.Clamp((float)row["distance"]!, -1, 1), metadata);
    }

    // Filters that compare numbers use this column, because the fields themselves are strings.
    private static JsonObject Numbers(IReadOnlyDictionary<string, string> fields) => new(fields
        .OrderBy(static f => f.Key, StringComparer.Ordinal)
        .Select(static f => (f.Key, Number: Condition.ParseNumber(f.Value)))
        .Where(static f => f.Number is not null)
        .Select(static f => KeyValuePair.Create<string, JsonNode?>(f.Key, f.Number)));
}
