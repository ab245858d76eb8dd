using System.Diagnostics.CodeAnalysis;
using Reelmill.Core.Running;

namespace Reelmill.Core.Pipelines;

/// <summary>A stage with something to set up and tear down: a model, a connection.</summary>
/// <typeparam name="TIn">What the stage takes.</typeparam>
/// <typeparam name="TOut">What the stage gives.</typeparam>
/// <remarks>
/// Each worker makes an instance of its own, so an instance is used by one worker at a time and needs no locks.
/// What workers should share is handed to the constructor by the factory.
/// </remarks>
public abstract class Stage<TIn, TOut> : IAsyncDisposable
{
    /// <summary>Runs once before the worker's first value. An exception ends the run.</summary>
    /// <param name="cancellationToken">Cancelled when the run is cancelled.</param>
    /// <returns>A task that completes when the worker may begin.</returns>
    public virtual ValueTask SetUpAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Handles one value.</summary>
    /// <inheritdoc cref="StageBody{TIn, TOut}" path="/param"/>
    /// <returns>A task that completes when the value has been handled.</returns>
    public abstract ValueTask ProcessAsync(TIn value, StageOutput<TOut> output, CancellationToken cancellationToken);

    /// <summary>
    /// Turns a value that failed for good into a result, so that the rest of its item goes on: for items whose parts may
    /// fail one by one. Asked after the last attempt, if that gave no result. By default the item fails.
    /// </summary>
    /// <param name="value">The value; its ownership passes on where a result is given.</param>
    /// <param name="failure">Why it failed.</param>
    /// <param name="result">What takes its place.</param>
    /// <returns>Whether there is a result.</returns>
    public virtual bool TryRecover(TIn value, ItemFailure failure, [MaybeNullWhen(false)] out TOut result)
    {
        result = default;
        return false;
    }

    /// <summary>Tears down what <see cref="SetUpAsync"/> made; runs also when the run fails or is cancelled.</summary>
    /// <returns>A task that completes when everything is released.</returns>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
