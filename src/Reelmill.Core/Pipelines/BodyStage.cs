namespace Reelmill.Core.Pipelines;

/// <summary>A stage that is only a delegate.</summary>
internal sealed class BodyStage<TIn, TOut>(StageBody<TIn, TOut> body) : Stage<TIn, TOut>
{
    public override ValueTask ProcessAsync(TIn value, StageOutput<TOut> output, CancellationToken cancellationToken) =>
        body(value, output, cancellationToken);
}

/// <summary>A stage that gives one result for each value; costs nothing extra when the result is there at once.</summary>
internal sealed class MapStage<TIn, TOut>(Func<TIn, CancellationToken, ValueTask<TOut>> map) : Stage<TIn, TOut>
{
    public override ValueTask ProcessAsync(TIn value, StageOutput<TOut> output, CancellationToken cancellationToken)
    {
        var result = map(value, cancellationToken);
        return result.IsCompletedSuccessfully ? output.EmitAsync(result.Result) : EmitLaterAsync(result, output);
    }

    private static async ValueTask EmitLaterAsync(ValueTask<TOut> result, StageOutput<TOut> output) =>
        await output.EmitAsync(await result.ConfigureAwait(false)).ConfigureAwait(false);
}
