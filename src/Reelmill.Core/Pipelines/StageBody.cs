namespace Reelmill.Core.Pipelines;

/// <summary>
/// The one shape of a stage: it takes one value and gives none (a filter), one (a map) or many (an expand).
/// </summary>
/// <param name="value">The value. A body that returns has taken over its ownership; see <see cref="StageOutput{T}"/>.</param>
/// <param name="output">Where results go; valid until the returned task completes.</param>
/// <param name="cancellationToken">Cancelled when the run is cancelled or the attempt's deadline has passed.</param>
/// <typeparam name="TIn">What the stage takes.</typeparam>
/// <typeparam name="TOut">What the stage gives.</typeparam>
/// <returns>A task that completes when the value has been handled.</returns>
public delegate ValueTask StageBody<in TIn, TOut>(TIn value, StageOutput<TOut> output, CancellationToken cancellationToken);
