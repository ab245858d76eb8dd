using System.Text.Json.Nodes;

namespace Reelmill.Testing.Milvus;

/// <summary>Reads filters and limits from requests, and converts rows to responses.</summary>
internal static class StubAnswers
{
    private const int MaxRows = 16_384;
    private const int DefaultLimit = 100;

    public static Func<JsonObject, bool> Filter(string text)
    {
        try
        {
            return MilvusExpression.Parse(text);
        }
        catch (FormatException e)
        {
            throw new StubError(1100, $"failed to create query plan: {e.Message}: invalid parameter");
        }
    }

    public static int Limit(JsonObject body, int atLeast)
    {
        var (limit, offset) = ((int?)body["limit"] ?? DefaultLimit, (int?)body["offset"] ?? 0);
        return limit >= atLeast && offset >= 0 && (long)limit + offset <= MaxRows
            ? limit
            : throw new StubError(65535, $"limit [{limit}] with offset [{offset}] is invalid, it should be in range [1, {MaxRows}]");
    }

    /// <summary>Gets the requested columns of a row, or all except the vector.</summary>
    public static JsonObject Row(StubSchema schema, JsonObject row, JsonObject body, bool nativeJson)
    {
        var wanted = (body["outputFields"] as JsonArray)?.Select(static f => (string)f!).ToHashSet(StringComparer.Ordinal);
        if (wanted?.FirstOrDefault(f => f != "*" && !schema.Has(f) && !schema.IsDynamic) is { } unknown)
        {
            throw new StubError(65535, $"field {unknown} not exist");
        }

        return new JsonObject(row
            .Where(f => wanted is null ? f.Key != schema.VectorName : wanted.Contains("*") || wanted.Contains(f.Key))
            .Select(f => KeyValuePair.Create(f.Key, f.Value is JsonObject json && !nativeJson ? (JsonNode)json.ToJsonString() : f.Value?.DeepClone())));
    }
}
