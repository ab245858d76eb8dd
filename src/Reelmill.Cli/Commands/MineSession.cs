using Reelmill.Cli.Display;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Cli.Commands;

/// <summary>Runs <c>mine</c> as a terminal user sees it: progress, interrupts, what came out, the exit code.</summary>
internal static class MineSession
{
    public static async Task<int> RunAsync(MineOptions options, IEnumerable<MediaInput> inputs, Output output)
    {
        using var interrupts = new Interrupts(output.Note);
        RunSummary summary;
        try
        {
            var progress = output.StartProgress();
            await using var _ = progress.ConfigureAwait(false);
            var run = new MineRun(options, new RunObserver(progress, progress.Note));
            summary = await run.ExecuteAsync(inputs, interrupts.Stopping, interrupts.Cancelled).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (interrupts.Cancelled.IsCancellationRequested)
        {
            return Interrupted(output, "Cancelled.");
        }

        output.Write(summary, options.Library);
        if (interrupts.Stopping.IsCancellationRequested)
        {
            return Interrupted(output, "Stopped; what was in flight is saved.");
        }

        return summary.Failures.Count > 0 ? ExitCode.SomeFailed : ExitCode.Done;
    }

    private static int Interrupted(Output output, string what)
    {
        output.Note($"{what} To go on: run the same command again; what is done is skipped.");
        return ExitCode.Interrupted;
    }
}
