using Reelmill.Cli.Display;
using Reelmill.Core;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;

namespace Reelmill.Cli.Commands;

/// <summary>Runs a pipeline for a terminal user: shows progress, handles interrupts, writes the summary and returns the exit code.</summary>
internal static class RunSession
{
    /// <summary>Runs a pipeline.</summary>
    /// <param name="library">The library's folder.</param>
    /// <param name="output">Writes results and progress.</param>
    /// <param name="run">Starts the run with the shared services, the observer, a token that stops gracefully and a token that cancels.</param>
    /// <param name="writesSummary">Whether the summary is written.</param>
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
            summary = await run(services, new RunObserver(progress, progress.Note, progress) { OnPause = output.PauseNotes(progress) }, interrupts.Stopping, interrupts.Canceled).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (interrupts.Canceled.IsCancellationRequested)
        {
            return ReportInterrupt(output, "Canceled.");
        }
        catch (PipelineException e) when (IsPauseEnded(e, interrupts))
        {
            return ReportInterrupt(output, "Stopped while the disk was full.");
        }

        if (writesSummary)
        {
            output.Write(summary, library);
        }

        if (interrupts.Stopping.IsCancellationRequested)
        {
            return ReportInterrupt(output, "Stopped; work in flight was finished.");
        }

        return summary.Failures.Count > 0 ? ExitCode.SomeFailed : ExitCode.Done;
    }

    /// <summary>Whether a run ended because the user stopped it while it was paused for disk space.</summary>
    public static bool IsPauseEnded(PipelineException error, Interrupts interrupts) =>
        error.Code == SystemErrors.DiskFull && interrupts.Stopping.IsCancellationRequested;

    public static int ReportInterrupt(Output output, string reason)
    {
        output.Note($"{reason} To resume, run the same command again; finished items are skipped.");
        return ExitCode.Interrupted;
    }
}
