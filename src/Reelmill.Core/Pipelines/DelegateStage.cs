using Reelmill.Core.Running;

namespace Reelmill.Core.Pipelines;

/// <summary>A stage whose body is a delegate.</summary>
internal sealed class DelegateStage<TIn, TOut>(StageBody<TIn, TOut> body) : Stage<TIn, TOut>
{
    public override ValueTask ProcessAsync(TIn value, StageOutput<TOut> output, CancellationToken cancellationToken) =>
        body(value, output, cancellationToken);
}

/// <summary>A stage with one result for each value. A result that is available synchronously costs no asynchronous step.</summary>
internal sealed class MapStage<TIn, TOut>(Func<TIn, CancellationToken, ValueTask<TOut>> map) : Stage<TIn, TOut>
{
    public override ValueTask ProcessAsync(TIn value, StageOutput<TOut> output, CancellationToken cancellationToken)
    {
        var result = map(value, cancellationToken);
        if (!result.IsCompletedSuccessfully)
        {
            return AwaitAsync(result, output);
        }

        output.EmitLast(result.Result);
        return ValueTask.CompletedTask;
    }

    private static async ValueTask AwaitAsync(ValueTask<TOut> result, StageOutput<TOut> output) =>
        output.EmitLast(await result.ConfigureAwait(false));
}

/// <summary>A stage that drops values for which the delegate returns a reason.</summary>
internal sealed class FilterStage<T>(Func<T, string?> reasonToDrop) : Stage<T, T>
{
    public override ValueTask ProcessAsync(T value, StageOutput<T> output, CancellationToken cancellationToken)
    {
        if (reasonToDrop(value) is { } reason)
        {
            output.Drop(reason);
            (value as IDisposable)?.Dispose();
        }
        else
        {
            output.EmitLast(value);
        }

        return ValueTask.CompletedTask;
    }
}
