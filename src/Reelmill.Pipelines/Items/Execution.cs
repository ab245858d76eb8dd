using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Items;

/// <summary>One execution of a run. A run that pauses on a full disk is executed several times.</summary>
/// <param name="Services">The library and the services that its runs share; writes to the catalog wait while the disk is full.</param>
/// <param name="Observer">Receives the events of the run; its exceptions do not fail the run.</param>
/// <param name="Inputs">The inputs.</param>
/// <param name="Stopping">Stops gracefully: work in flight is finished.</param>
/// <param name="Cancellation">Cancels work in flight.</param>
internal sealed record Execution(RunServices Services, RunObserver Observer, RunInputs Inputs, CancellationToken Stopping, CancellationToken Cancellation);
