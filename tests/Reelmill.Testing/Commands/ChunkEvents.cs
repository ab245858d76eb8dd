using System.Text.Json;

namespace Reelmill.Testing.Commands;

/// <summary>The events that <c>chunk --events</c> writes, a line of JSON each.</summary>
public static class ChunkEvents
{
    /// <summary>The events of a run in order, by name; a last line that a killed program did not finish is left out.</summary>
    public static IReadOnlyList<(string Name, int? Sequence)> Events(this CommandResult result)
    {
        var events = new List<(string, int?)>();
        foreach (var line in result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(static l => l.EndsWith('}')))
        {
            using var json = JsonDocument.Parse(line);
            int? sequence = json.RootElement.TryGetProperty("sequence", out var value) ? value.GetInt32() : null;
            events.Add((json.RootElement.GetProperty("event").GetString()!, sequence));
        }

        return events;
    }

    /// <summary>The numbers of the chunks that have an event of this name.</summary>
    public static int[] Sequences(this CommandResult result, string name) =>
        [.. result.Events().Where(e => e.Name == name).Select(static e => e.Sequence!.Value).Distinct().Order()];
}
