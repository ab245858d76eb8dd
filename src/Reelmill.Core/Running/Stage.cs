using System.Diagnostics.CodeAnalysis;

namespace Reelmill.Core.Running;

/// <summary>A stage with setup and teardown, such as for a model or a connection.</summary>
/// <typeparam name="TIn">The stage's input.</typeparam>
/// <typeparam name="TOut">The stage's output.</typeparam>
/// <remarks>
/// Each worker creates its own instance, so an instance needs no locks. The factory passes state that workers share to the
/// constructor.
/// </remarks>
public abstract class Stage<TIn, TOut> : IAsyncDisposable
{
    /// <summary>Runs once before the worker's first value. An exception ends the run.</summary>
    /// <param name="cancellationToken">Cancelled when the run is cancelled.</param>
    /// <returns>A task that completes when the worker may begin.</returns>
    public virtual ValueTask SetUpAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Processes one value.</summary>
    /// <inheritdoc cref="StageBody{TIn, TOut}" path="/param"/>
    /// <returns>A task that completes when the value has been processed.</returns>
    public abstract ValueTask ProcessAsync(TIn value, StageOutput<TOut> output, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces a value that failed permanently by a result, so that the item continues, for items whose parts may fail one
    /// by one. Called after the last attempt, if that attempt emitted nothing. By default the item fails.
    /// </summary>
    /// <param name="value">The value. A method that returns true takes over its ownership.</param>
    /// <param name="failure">The failure.</param>
    /// <param name="result">The replacement.</param>
    /// <returns>Whether there is a replacement.</returns>
    public virtual bool TryRecover(TIn value, ItemFailure failure, [MaybeNullWhen(false)] out TOut result)
    {
        result = default;
        return false;
    }

    /// <summary>Releases the resources of <see cref="SetUpAsync"/>; also called when the run fails or is cancelled.</summary>
    /// <returns>A task that completes when everything is released.</returns>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
