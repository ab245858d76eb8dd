using System.Text.Json;

namespace Reelmill.Library.Catalog;

/// <summary>The metadata of an input, as exported in columns of its own; unknown values are null.</summary>
internal sealed record InputFacts
{
    private static readonly string[] LicenseColumns = ["license", "licence"];

    /// <summary>The title of the page that the video was downloaded from; otherwise the title in the user's list.</summary>
    public string? Title { get; private init; }

    /// <summary>The duration, in seconds.</summary>
    public double? DurationSeconds { get; private init; }

    /// <summary>The video stream's codec.</summary>
    public string? Codec { get; private init; }

    /// <summary>The size of the file, in bytes.</summary>
    public long? Bytes { get; private init; }

    /// <summary>The license from the column <c>license</c> or <c>licence</c> of the user's list.</summary>
    public string? License { get; private init; }

    /// <summary>Reads the metadata that a pipeline recorded.</summary>
    /// <param name="media">The result of probing, as JSON; null when unknown.</param>
    /// <param name="metadata">The input's columns in the user's list, as JSON; null for none.</param>
    public static InputFacts Read(string? media, string? metadata)
    {
        var (probed, listed) = (Parse(media), Parse(metadata));
        return new InputFacts
        {
            Title = GetText(probed, "title") ?? GetText(listed, "title"),
            DurationSeconds = GetNumber(probed, "durationSeconds"),
            Codec = GetText(probed, "codec"),
            Bytes = (long?)GetNumber(probed, "bytes"),
            License = LicenseColumns.Select(name => GetText(listed, name)).FirstOrDefault(static l => l is not null),
        };
    }

    private static JsonElement? Parse(string? json)
    {
        try
        {
            using var document = JsonDocument.Parse(json ?? "null");
            return document.RootElement is { ValueKind: JsonValueKind.Object } root ? root.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Finds a property, ignoring case, because users name the columns of their lists.</summary>
    private static JsonElement? Find(JsonElement? group, string name) => group?.EnumerateObject()
        .Where(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase))
        .Select(static p => (JsonElement?)p.Value).FirstOrDefault();

    private static string? GetText(JsonElement? group, string name) =>
        Find(group, name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text ? text : null;

    private static double? GetNumber(JsonElement? group, string name) =>
        Find(group, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) ? number : null;
}
