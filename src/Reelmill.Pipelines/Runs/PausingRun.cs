namespace Reelmill.Pipelines.Runs;

/// <summary>Runs a pipeline that pauses while a disk is full. What is done by then is not done again.</summary>
internal static class PausingRun
{
    private const string Advice = "Ctrl-C stops: the same command goes on later.";

    /// <summary>Runs it.</summary>
    /// <param name="options">The options of the run.</param>
    /// <param name="observer">Who is told what happens.</param>
    /// <param name="run">One execution.</param>
    /// <param name="stopping">Stops gracefully; ends a pause.</param>
    /// <param name="cancellationToken">Cancels; ends a pause.</param>
    public static Task<TSummary> ExecuteAsync<TOptions, TSummary>(
        TOptions options,
        RunObserver observer,
        Func<TOptions, RunObserver, Task<TSummary>> run,
        CancellationToken stopping,
        CancellationToken cancellationToken)
        where TOptions : PipelineOptions
    {
        // A run within a run (vectors of what was mined) pauses with the outer one.
        if (options.Space is not null)
        {
            return run(options, observer);
        }

        var space = new SpaceWait(options.Library, observer.OnPause ?? (observer.OnNote is { } note ? pause => note(pause.Text) : null), options.Scope is null ? Advice : "", TimeProvider.System, stopping, cancellationToken);
        var watched = observer with { History = new RunHistory() };
        return space.RepeatAsync(() =>
        {
            watched.History.Begin();
            return run(options with { Space = space }, watched);
        });
    }
}
