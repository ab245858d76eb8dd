using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Runs;

/// <summary>Runs a pipeline, pausing while a disk is full. Items that are done before a pause are not redone.</summary>
internal static class PausingRun
{
    private const string Advice = "Ctrl-C stops: the same command resumes later.";

    /// <summary>Executes a run until no full disk interrupts it.</summary>
    /// <param name="services">The services of the run.</param>
    /// <param name="observer">Receives the events of the run.</param>
    /// <param name="run">Executes the run once.</param>
    /// <param name="stopping">Stops gracefully, and ends a pause.</param>
    /// <param name="cancellationToken">Cancels the run, and ends a pause.</param>
    public static Task<TSummary> ExecuteAsync<TSummary>(
        RunServices services,
        RunObserver observer,
        Func<RunServices, RunObserver, Task<TSummary>> run,
        CancellationToken stopping,
        CancellationToken cancellationToken)
    {
        // A nested run (indexing the mined frames) pauses with the outer run.
        if (services.Space is not null)
        {
            return run(services, observer);
        }

        observer = observer.Guarded();
        var space = new DiskSpaceWait(services.Folder, observer.OnPause ?? (observer.OnNote is { } note ? pause => note(pause.Text) : null), services.IsServed ? "" : Advice, services.Time, stopping, cancellationToken);
        var watched = observer with { History = new RunHistory() };
        return space.RepeatAsync(() =>
        {
            watched.History.Begin();
            return run(services.WithDiskWait(space), watched);
        });
    }
}
