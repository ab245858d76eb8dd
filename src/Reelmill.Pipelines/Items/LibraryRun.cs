using Reelmill.Library;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Items;

/// <summary>Runs a pipeline on a library: does what is not done yet of its inputs.</summary>
public abstract class LibraryRun
{
    private protected LibraryRun(RunServices services, RunObserver observer) => (Services, Observer) = (services, observer);

    private protected RunServices Services { get; }

    private protected RunObserver Observer { get; }

    /// <summary>Works on inputs that are there.</summary>
    /// <param name="inputs">The inputs; enumerated lazily.</param>
    /// <param name="stopping">Stops gracefully: what is in flight is finished, the rest is left for the next run.</param>
    /// <param name="cancellationToken">Cancels: what is in flight is left for the next run.</param>
    /// <returns>What the run did; failed items are in it as data.</returns>
    /// <exception cref="LibraryException">The library cannot be used.</exception>
    /// <exception cref="Core.PipelineException">The run could not begin or go on.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    /// <remarks>On a full disk it pauses, and goes on by itself when there is space; then the inputs are enumerated again.</remarks>
    public Task<RunSummary> ExecuteAsync(IEnumerable<MediaInput> inputs, CancellationToken stopping, CancellationToken cancellationToken) =>
        RepeatAsync(RunInputs.Of(inputs), stopping, cancellationToken);

    /// <summary>Works on inputs that come while it runs, from a source that may never end and gives each once. The first is begun at once.</summary>
    /// <param name="inputs">The inputs; enumerated once. What was read is kept in memory, for a run that pauses. Up to two are read ahead, and are gone from the source when the run ends before they are begun.</param>
    /// <param name="stopping">Stops gracefully: what is in flight is finished, the rest is left for the next run.</param>
    /// <param name="cancellationToken">Cancels: what is in flight is left for the next run.</param>
    /// <returns>What the run did; failed items are in it as data.</returns>
    /// <exception cref="LibraryException">The library cannot be used.</exception>
    /// <exception cref="Core.PipelineException">The run could not begin or go on.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public Task<RunSummary> ExecuteAsync(IAsyncEnumerable<MediaInput> inputs, CancellationToken stopping, CancellationToken cancellationToken) =>
        KeptInputs.UseAsync(inputs, kept => RepeatAsync(RunInputs.Coming(kept), stopping, cancellationToken));

    private protected virtual Task<RunSummary> RepeatAsync(RunInputs inputs, CancellationToken stopping, CancellationToken cancellationToken) =>
        PausingRun.ExecuteAsync(Services, Observer, (s, w) => ExecuteAsync(new Execution(s, w, inputs, stopping, cancellationToken)), stopping, cancellationToken);

    /// <summary>Executes it once: what an earlier execution has done is not done again.</summary>
    private protected abstract Task<RunSummary> ExecuteAsync(Execution execution);
}
