using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Items;

/// <summary>One execution of a run, which has several when a full disk makes it pause.</summary>
/// <param name="Services">The library, and what runs on it share; its catalog waits on a full disk.</param>
/// <param name="Observer">Who is told what happens; what it throws harms nothing.</param>
/// <param name="Inputs">The inputs.</param>
/// <param name="Stopping">Stops gracefully.</param>
/// <param name="Cancellation">Cancels.</param>
internal sealed record Execution(RunServices Services, RunObserver Observer, RunInputs Inputs, CancellationToken Stopping, CancellationToken Cancellation);
