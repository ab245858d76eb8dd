using System.Text.Json;

namespace Reelmill.Testing.Commands;

/// <summary>What JSON documents are made of.</summary>
public static class JsonNames
{
    public static string[] Of(JsonElement value) => [.. value.EnumerateObject().Select(static p => p.Name)];

    public static string Text(this JsonElement value, string name) => value.GetProperty(name).GetString()!;

    public static long Number(this JsonElement value, params string[] names) =>
        names.Aggregate(value, static (v, name) => v.GetProperty(name)).GetInt64();
}
