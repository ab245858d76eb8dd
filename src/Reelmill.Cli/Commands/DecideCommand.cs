using System.CommandLine;
using System.Globalization;
using Reelmill.Cli.Display;
using Reelmill.Core;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Services;

namespace Reelmill.Cli.Commands;

/// <summary><c>reelmill decide</c>: applies other thresholds without decoding again.</summary>
internal static class DecideCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var command = new Command("decide", "Decide again on every frame from its stored scores. Videos are decoded only to restore the files of newly kept frames.");
        common.AddTo(command);
        common.Add(command, MineSettings.Keys.Options.First(static s => s.Key == "keep-dropped"));
        command.SetAction(async (parsed, __) =>
        {
            var output = new Output(parsed.GetValue(common.Json), parsed.GetValue(common.Quiet));
            using var interrupts = new Interrupts(output.Note);
            var services = new RunServices(common.GetLibrary(parsed));
            await using var _ = services.ConfigureAwait(false);
            var decide = new DecideRun(services, common.Read(parsed, MineSettings.Keys, new MineOptions(), [])) { OnPause = static pause => Console.Error.WriteLine(pause.Text) };
            DecideSummary summary;
            try
            {
                summary = await decide.ExecuteAsync(interrupts.Stopping).ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException || (e is PipelineException full && RunSession.IsPauseEnded(full, interrupts)))
            {
                return RunSession.ReportInterrupt(output, "Stopped.");
            }

            if (output.Json)
            {
                Console.Out.WriteLine(CliJson.Write(summary, CliJson.Readable.DecideSummary));
            }
            else
            {
                Write(summary, Console.Out);
            }

            return summary.Missing.Count > 0 ? ExitCode.SomeFailed : ExitCode.Done;
        });
        return command.WithExamples(
            "reelmill decide --library out --set quality.min-sharpness=80",
            "reelmill decide --library out --set quality.max-distance=8",
            "reelmill decide --library out --set 'rules.still=motion < 0.005'",
            "reelmill decide --library out --set quality.max-distance=8 --keep-dropped 0");
    }

    private static void Write(DecideSummary summary, TextWriter output)
    {
        var frames = summary.Frames;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{summary.NewlyKept} frames are newly kept, {summary.NewlyDropped} newly dropped; the library keeps {frames.Kept} of {frames.Sampled} ({frames.Duplicates} duplicates)."));
        if (summary.Restored > 0)
        {
            output.WriteLine($"{summary.Restored} files of kept frames were restored from their videos.");
        }

        if (summary.Missing.Count > 0)
        {
            output.WriteLine($"{summary.Missing.Count} kept frames have no file, and their source video is not available; 'reelmill status' names the videos.");
        }

        foreach (var missing in summary.Missing)
        {
            output.WriteLine($"kept without a file: {missing}");
        }

        if (summary.Looked > 0)
        {
            output.WriteLine($"{summary.Looked} frames that were dropped before detection or a custom stage were processed now.");
        }

        foreach (var unlooked in summary.Unlooked)
        {
            output.WriteLine($"kept without detection or custom stages, because the video, the model or a stage is not available: {unlooked}");
        }

        foreach (var remark in summary.Remarks)
        {
            output.WriteLine($"{remark.Input}: {remark.Text}");
        }

        foreach (var collection in summary.StaleCollections)
        {
            output.WriteLine($"The collection '{collection}' no longer matches the kept frames. To update it: reelmill mine INPUT --embed --collection {collection}");
        }
    }
}
