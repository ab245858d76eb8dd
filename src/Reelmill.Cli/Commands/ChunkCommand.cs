using System.CommandLine;
using System.Text.Json;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Chunk;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Cli.Commands;

/// <summary><c>reelmill chunk</c>: cuts files into chunks without a doubled or missing frame.</summary>
internal static class ChunkCommand
{
    public static Command Create()
    {
        var events = new Option<bool>("--events") { Description = "Print only events, as JSON lines, on standard output." };
        return PipelineCommand.Create<ChunkOptions>(
            ChunkSettings.Keys,
            "Cut videos into chunks with no frame doubled or missing, and copy, encode, checksum or decode each chunk in parallel.",
            call => RunAsync(call, call.Parsed.GetValue(events)),
            more: events)
            .WithExamples(
                "reelmill chunk film.mp4 --library out",
                "reelmill chunk videos/ https://host/clip.mp4 --library out --processor encode,checksum --duration 30 --workers 2",
                "reelmill chunk film.mp4 --library out --output chunks",
                "reelmill chunk film.mp4 --library out --processor decode --events");
    }

    private static Task<int> RunAsync(PipelineCall<ChunkOptions> call, bool events)
    {
        if (events && call.Output.Json)
        {
            throw new UsageException("--json and --events both write to standard output. Use only one of them.");
        }

        var lines = events ? new EventLines(Console.Out) : null;
        return RunSession.RunAsync(
            call.Library,
            call.Output,
            (services, observer, stopping, canceled) => new ChunkRun(services, call.Options with { HasOneInput = HasOneInput(call) }, observer, lines).ExecuteAsync(call.Inputs, stopping, canceled),
            writesSummary: !events);
    }

    /// <summary>Whether the command line names a single file or URL rather than a folder, list or pattern.</summary>
    private static bool HasOneInput(PipelineCall<ChunkOptions> call) =>
        call.Options.Output is not null && !call.Parsed.GetValue<bool>("--follow") && call.Parsed.GetValue<string[]>("INPUT") is [var name] && name != StandardInput.Name
        && InputList.Expand([name]).Take(2).ToArray() is [{ Problem: null } input] && input.Source == (input.Kind == InputKind.Url ? name : Path.GetFullPath(name));

    /// <summary>Writes each event as one JSON line.</summary>
    private sealed class EventLines(TextWriter output) : IProgress<ChunkEvent>
    {
        private readonly Lock _gate = new();

        public void Report(ChunkEvent value)
        {
            var line = JsonSerializer.Serialize(value, ChunkEventJson.Lines.ChunkEvent);
            lock (_gate)
            {
                output.WriteLine(line);
                output.Flush();
            }
        }
    }
}
