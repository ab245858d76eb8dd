using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Runs;

/// <summary>Runs a pipeline that pauses while a disk is full. What is done by then is not done again.</summary>
internal static class PausingRun
{
    private const string Advice = "Ctrl-C stops: the same command goes on later.";

    /// <summary>Runs it.</summary>
    /// <param name="services">What the run uses.</param>
    /// <param name="observer">Who is told what happens.</param>
    /// <param name="run">One execution.</param>
    /// <param name="stopping">Stops gracefully; ends a pause.</param>
    /// <param name="cancellationToken">Cancels; ends a pause.</param>
    public static Task<TSummary> ExecuteAsync<TSummary>(
        RunServices services,
        RunObserver observer,
        Func<RunServices, RunObserver, Task<TSummary>> run,
        CancellationToken stopping,
        CancellationToken cancellationToken)
    {
        // A run within a run (vectors of what was mined) pauses with the outer one.
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
            return run(services.Waiting(space), watched);
        });
    }
}
