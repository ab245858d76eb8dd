using System.Text.Json;
using Reelmill.EndToEnd.Tests.App;
using Reelmill.EndToEnd.Tests.Ffmpeg;

namespace Reelmill.EndToEnd.Tests.Chunking;

/// <summary>A test with a clip and a library of its own.</summary>
public abstract class ChunkTest : IAsyncLifetime
{
    protected TempFolder Temp { get; } = new();

    /// <summary>How long the clip is.</summary>
    protected virtual int Seconds => 16;

    protected string Clip => Temp["clip.mp4"];

    protected string Library => Temp["library"];

    public async ValueTask InitializeAsync() => await Tool.MakeAsync(Clip, "testsrc2=size=320x180:rate=25", Seconds, "-g", "25");

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Temp.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The one folder of chunks in a library.</summary>
    internal static string FolderOf(string library) => Directory.GetDirectories(Path.Combine(library, "chunks")).ShouldHaveSingleItem();

    /// <summary>The events of a run, by name, in order; a last line that a killed program did not finish is left out.</summary>
    internal static List<(string Name, int? Sequence)> Events(AppResult result)
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

    internal static int[] Sequences(AppResult result, string name) =>
        [.. Events(result).Where(e => e.Name == name).Select(static e => e.Sequence!.Value).Distinct().Order()];
}
