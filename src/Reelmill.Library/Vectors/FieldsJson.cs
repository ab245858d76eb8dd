using System.Text.Json.Nodes;

namespace Reelmill.Library.Vectors;

/// <summary>Fields of metadata as a JSON object of texts.</summary>
internal static class FieldsJson
{
    /// <summary>The object, in order of names.</summary>
    public static JsonObject Write(IReadOnlyDictionary<string, string> fields) => new(fields
        .OrderBy(static f => f.Key, StringComparer.Ordinal)
        .Select(static f => KeyValuePair.Create<string, JsonNode?>(f.Key, f.Value)));

    /// <summary>Reads an object, or the text of one; null when there is nothing in it.</summary>
    public static IReadOnlyDictionary<string, string>? Read(JsonNode? json) => json switch
    {
        JsonObject { Count: > 0 } fields => fields.ToDictionary(static f => f.Key, static f => (string)f.Value!, StringComparer.Ordinal),
        JsonValue text => Read(JsonNode.Parse((string)text!) as JsonObject),
        _ => null,
    };
}
