namespace Reelmill.Core.Running;

/// <summary>
/// The body of a stage: takes one value and emits none (a filter), one (a map) or many (an expansion).
/// </summary>
/// <param name="value">The value. A body that returns has taken over its ownership; see <see cref="StageOutput{T}"/>.</param>
/// <param name="output">Receives the results; valid until the returned task completes.</param>
/// <param name="cancellationToken">Cancelled when the run is cancelled or the attempt's deadline has passed.</param>
/// <typeparam name="TIn">The stage's input.</typeparam>
/// <typeparam name="TOut">The stage's output.</typeparam>
/// <returns>A task that completes when the value has been processed.</returns>
public delegate ValueTask StageBody<in TIn, TOut>(TIn value, StageOutput<TOut> output, CancellationToken cancellationToken);
