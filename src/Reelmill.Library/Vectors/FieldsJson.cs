using System.Text.Json.Nodes;

namespace Reelmill.Library.Vectors;

/// <summary>Converts metadata fields to and from a JSON object of strings.</summary>
internal static class FieldsJson
{
    /// <summary>Writes the fields, sorted by name.</summary>
    public static JsonObject Write(IReadOnlyDictionary<string, string> fields) => new(fields
        .OrderBy(static f => f.Key, StringComparer.Ordinal)
        .Select(static f => KeyValuePair.Create<string, JsonNode?>(f.Key, f.Value)));

    /// <summary>Reads the fields from a JSON object, or from a string that holds one; null when there are no fields.</summary>
    public static IReadOnlyDictionary<string, string>? Read(JsonNode? json) => json switch
    {
        JsonObject { Count: > 0 } fields => fields.ToDictionary(static f => f.Key, static f => (string)f.Value!, StringComparer.Ordinal),
        JsonValue text => Read(JsonNode.Parse((string)text!) as JsonObject),
        _ => null,
    };
}
