using System.CommandLine;
using System.Text.Json;
using Reelmill.Cli.Display;
using Reelmill.Core;
using Reelmill.Pipelines.Chunk;
using Reelmill.Pipelines.Services;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Cli.Commands;

/// <summary><c>reelmill chunk</c>: one file to chunks that together are exactly that file.</summary>
internal static class ChunkCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A media file." };
        var events = new Option<bool>("--events") { Description = "Print what happens as JSON lines on standard output, and nothing else there." };
        var common = new CommonOptions();
        var command = new Command("chunk", "Cut one file into chunks with no frame doubled or missing: copy, encode, checksum or decode each of them with several workers.") { file };
        var options = ChunkSettings.Keys.Options.Select(PipelineCommand.OptionOf).ToArray();
        common.AddTo(command);
        command.Options.Add(events);
        foreach (var (_, option) in options)
        {
            command.Options.Add(option);
        }

        file.Validators.Add(given => PipelineCommand.RefuseUnknownOptions(given, command));
        command.SetAction(async (parsed, _) =>
        {
            var given = options.SelectMany(s => PipelineCommand.ValueOf(parsed, s.Setting, s.Option));
            var read = common.Read(parsed, ChunkSettings.Keys, new ChunkOptions(), given);
            var asJson = parsed.GetValue(common.Json);
            if (asJson && parsed.GetValue(events))
            {
                throw new UsageException("--json and --events both write to standard output; choose one.");
            }

            var output = new Output(asJson, parsed.GetValue(common.Quiet));
            return await RunAsync(common.LibraryOf(parsed), read, parsed.GetRequiredValue(file), output, parsed.GetValue(events)).ConfigureAwait(false);
        });
        return command.WithExamples(
            "reelmill chunk film.mp4 --library out",
            "reelmill chunk film.mp4 --library out --processor encode,checksum --duration 30 --workers 2",
            "reelmill chunk film.mp4 --library out --processor decode --events");
    }

    private static async Task<int> RunAsync(string library, ChunkOptions options, string file, Output output, bool events)
    {
        using var interrupts = new Interrupts(output.Note);
        ChunkReport report;
        try
        {
            var services = new RunServices(library);
            await using var opened = services.ConfigureAwait(false);
            var progress = output.StartProgress();
            await using var shown = progress.ConfigureAwait(false);
            var observer = new ChunkObserver(events ? new EventLines(Console.Out) : null, progress, progress.Note) { OnPause = output.PauseNotes(progress) };
            report = await new ChunkRun(services, options, observer).ExecuteAsync(file, interrupts.Stopping, interrupts.Cancelled).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (interrupts.Cancelled.IsCancellationRequested)
        {
            return RunSession.Interrupted(output, "Cancelled.");
        }
        catch (PipelineException e) when (RunSession.IsPauseEnded(e, interrupts))
        {
            return RunSession.Interrupted(output, "Stopped while the disk was full.");
        }

        Write(report, output, events);
        if (report.Summary.Failures.Count > 0)
        {
            return ExitCode.SomeFailed;
        }

        if (report.Manifest is null)
        {
            return RunSession.Interrupted(output, "Stopped; what was in flight is saved.");
        }

        return ExitCode.Done;
    }

    private static void Write(ChunkReport report, Output output, bool events)
    {
        if (output.Json)
        {
            Console.Out.WriteLine(CliJson.Write(ChunkDocument.Of(report), CliJson.Readable.ChunkDocument));
        }
        else if (!events)
        {
            ChunkText.Write(report, Console.Out);
        }
    }

    /// <summary>Writes each event on a line of its own, as it happens.</summary>
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
