using Reelmill.Cli.Display;
using Reelmill.Core;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;

namespace Reelmill.Cli.Commands;

/// <summary>Runs a pipeline as a terminal user sees it: progress, interrupts, what came out, the exit code.</summary>
internal static class RunSession
{
    /// <summary>Runs it.</summary>
    /// <param name="library">The library's folder.</param>
    /// <param name="output">Where to write.</param>
    /// <param name="run">Starts the run: what runs on the library share, who is told, what stops it gracefully, what cancels it.</param>
    /// <param name="writesSummary">Whether what came out is written.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        string library, Output output, Func<RunServices, RunObserver, CancellationToken, CancellationToken, Task<RunSummary>> run, bool writesSummary = true)
    {
        using var interrupts = new Interrupts(output.Note);
        RunSummary summary;
        try
        {
            var services = new RunServices(library);
            await using var opened = services.ConfigureAwait(false);
            var progress = output.StartProgress();
            await using var shown = progress.ConfigureAwait(false);
            summary = await run(services, new RunObserver(progress, progress.Note, progress) { OnPause = output.PauseNotes(progress) }, interrupts.Stopping, interrupts.Cancelled).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (interrupts.Cancelled.IsCancellationRequested)
        {
            return Interrupted(output, "Cancelled.");
        }
        catch (PipelineException e) when (IsPauseEnded(e, interrupts))
        {
            return Interrupted(output, "Stopped while the disk was full.");
        }

        if (writesSummary)
        {
            output.Write(summary, library);
        }

        if (interrupts.Stopping.IsCancellationRequested)
        {
            return Interrupted(output, "Stopped; what was in flight is saved.");
        }

        return summary.Failures.Count > 0 ? ExitCode.SomeFailed : ExitCode.Done;
    }

    /// <summary>Whether a run ended because it was asked to while it waited for space.</summary>
    public static bool IsPauseEnded(PipelineException error, Interrupts interrupts) =>
        error.Code == SystemErrors.DiskFull && interrupts.Stopping.IsCancellationRequested;

    public static int Interrupted(Output output, string what)
    {
        output.Note($"{what} To go on: run the same command again; what is done is skipped.");
        return ExitCode.Interrupted;
    }
}
