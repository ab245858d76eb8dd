using System.Text.Json;

namespace Reelmill.Media.Fetching.Lists;

/// <summary>Reads a list with one JSON object per line.</summary>
internal static class JsonLinesList
{
    public static IEnumerable<ListEntry> Read(CharSource source)
    {
        while (!source.AtEnd)
        {
            var number = source.Line;
            var line = source.TakeLine(ListFile.MaxLength);
            if (source.TakeFault() is { } fault)
            {
                yield return ListEntry.Bad(number, fault);
            }
            else if (line is null || !string.IsNullOrWhiteSpace(line))
            {
                yield return Parse(number, line);
            }
        }
    }

    private static ListEntry Parse(int number, string? line)
    {
        if (line is null)
        {
            return ListEntry.Bad(number, $"the line is longer than {ListFile.MaxLength} characters. Write one object per line.");
        }

        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? ListEntry.FromRow(number, Row(json.RootElement))
                : ListEntry.Bad(number, $"the line is JSON of type {json.RootElement.ValueKind}, not an object. Write {{\"url\": ...}} or {{\"path\": ...}}.");
        }
        catch (JsonException e)
        {
            return ListEntry.Bad(number, $"the line is not JSON ({e.Message}). Write one object per line.");
        }
        catch (InvalidOperationException)
        {
            return ListEntry.Bad(number, "a string in the line has an unpaired surrogate, such as \\ud800, so it is not text. Write the whole character.");
        }
    }

    // A null value counts as missing. Objects and arrays are kept as JSON text.
    private static KeyValuePair<string, string>[] Row(JsonElement json) =>
    [
        .. json.EnumerateObject()
            .Where(property => property.Value.ValueKind != JsonValueKind.Null)
            .Select(property => KeyValuePair.Create(
                property.Name,
                property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : property.Value.GetRawText())),
    ];
}
