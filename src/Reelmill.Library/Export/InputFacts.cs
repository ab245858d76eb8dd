using System.Text.Json;

namespace Reelmill.Library.Export;

/// <summary>What the catalog knows of an input, as columns of an export; what is not known is null.</summary>
internal sealed record InputFacts
{
    private static readonly string[] LicenseColumns = ["license", "licence"];

    /// <summary>The title of the page that the video came from, or of the user's list.</summary>
    public string? Title { get; private init; }

    /// <summary>The duration, in seconds.</summary>
    public double? DurationSeconds { get; private init; }

    /// <summary>The video stream's codec.</summary>
    public string? Codec { get; private init; }

    /// <summary>The size of the file, in bytes.</summary>
    public long? Bytes { get; private init; }

    /// <summary>The license, where the user's list has a column of that name.</summary>
    public string? License { get; private init; }

    /// <summary>Reads what a pipeline recorded.</summary>
    /// <param name="media">What probing found, as JSON; null when nothing is known.</param>
    /// <param name="metadata">What the user's list said, as JSON; null when it said nothing.</param>
    public static InputFacts Read(string? media, string? metadata)
    {
        var (probed, listed) = (Parse(media), Parse(metadata));
        return new InputFacts
        {
            Title = Text(probed, "title") ?? Text(listed, "title"),
            DurationSeconds = Number(probed, "durationSeconds"),
            Codec = Text(probed, "codec"),
            Bytes = (long?)Number(probed, "bytes"),
            License = LicenseColumns.Select(name => Text(listed, name)).FirstOrDefault(static l => l is not null),
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

    /// <summary>Column names are the user's: their case does not count.</summary>
    private static JsonElement? Find(JsonElement? group, string name) => group?.EnumerateObject()
        .Where(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase))
        .Select(static p => (JsonElement?)p.Value).FirstOrDefault();

    private static string? Text(JsonElement? group, string name) =>
        Find(group, name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text ? text : null;

    private static double? Number(JsonElement? group, string name) =>
        Find(group, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) ? number : null;
}
