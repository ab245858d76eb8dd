using Reelmill.Library;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Items;

/// <summary>Runs a pipeline on a library, and processes the inputs that are not done yet.</summary>
public abstract class LibraryRun
{
    private protected LibraryRun(RunServices services, RunObserver observer) => (Services, Observer) = (services, observer);

    private protected RunServices Services { get; }

    private protected RunObserver Observer { get; }

    /// <summary>Processes a sequence of inputs.</summary>
    /// <param name="inputs">The inputs; enumerated lazily.</param>
    /// <param name="stopping">Stops gracefully: work in flight is finished, the rest is left for the next run.</param>
    /// <param name="cancellationToken">Cancels: work in flight is left for the next run.</param>
    /// <returns>The summary of the run, which lists failed items.</returns>
    /// <exception cref="LibraryException">The library cannot be used.</exception>
    /// <exception cref="Core.PipelineException">The run could not start or continue.</exception>
    /// <exception cref="OperationCanceledException">The run was canceled.</exception>
    /// <remarks>The run pauses while the disk is full and resumes by itself when there is space; it then enumerates the inputs again.</remarks>
    public Task<RunSummary> ExecuteAsync(IEnumerable<MediaInput> inputs, CancellationToken stopping, CancellationToken cancellationToken) =>
        ExecuteWithPausesAsync(RunInputs.FromSequence(inputs), stopping, cancellationToken);

    /// <summary>Processes inputs as they arrive, from a source that may never end and yields each once. The first input starts immediately.</summary>
    /// <param name="inputs">The inputs; enumerated once. Inputs that were read stay in memory, for a run that pauses. Up to two inputs are read ahead; they are lost from the source if the run ends before they start.</param>
    /// <param name="stopping">Stops gracefully: work in flight is finished, the rest is left for the next run.</param>
    /// <param name="cancellationToken">Cancels: work in flight is left for the next run.</param>
    /// <returns>The summary of the run, which lists failed items.</returns>
    /// <exception cref="LibraryException">The library cannot be used.</exception>
    /// <exception cref="Core.PipelineException">The run could not start or continue.</exception>
    /// <exception cref="OperationCanceledException">The run was canceled.</exception>
    public Task<RunSummary> ExecuteAsync(IAsyncEnumerable<MediaInput> inputs, CancellationToken stopping, CancellationToken cancellationToken) =>
        ReplayableInputs.UseAsync(inputs, replayable => ExecuteWithPausesAsync(RunInputs.FromStream(replayable), stopping, cancellationToken));

    private protected virtual Task<RunSummary> ExecuteWithPausesAsync(RunInputs inputs, CancellationToken stopping, CancellationToken cancellationToken) =>
        PausingRun.ExecuteAsync(Services, Observer, (sharedServices, observer) => ExecuteAsync(new Execution(sharedServices, observer, inputs, stopping, cancellationToken)), stopping, cancellationToken);

    /// <summary>Executes the run once, skipping what an earlier execution completed.</summary>
    private protected abstract Task<RunSummary> ExecuteAsync(Execution execution);
}
