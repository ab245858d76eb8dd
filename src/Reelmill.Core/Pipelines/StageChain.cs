using Reelmill.Core.Running;

namespace Reelmill.Core.Pipelines;

/// <summary>The stages of a pipeline from its source up to one stage.</summary>
/// <typeparam name="TIn">The type of an item.</typeparam>
/// <typeparam name="TOut">The output of the last stage so far.</typeparam>
internal abstract class StageChain<TIn, TOut>
{
    /// <summary>The names of the stages, in order.</summary>
    public abstract IReadOnlyList<string> Stages { get; }

    /// <summary>Creates the stages of one run, from last to first, and returns the inlet of the first.</summary>
    public abstract Inlet<TIn> Build(RunContext run, Inlet<TOut> next);
}

/// <summary>A chain without stages.</summary>
internal sealed class EmptyChain<T> : StageChain<T, T>
{
    public override IReadOnlyList<string> Stages => [];

    public override Inlet<T> Build(RunContext run, Inlet<T> next) => next;
}

/// <summary>A chain and one more stage.</summary>
internal sealed class ChainLink<TIn, TMid, TOut>(
    StageChain<TIn, TMid> before, string name, Func<RunContext, int, Inlet<TOut>, (StageRunner Runner, Inlet<TMid> Inlet)> build)
    : StageChain<TIn, TOut>
{
    public override IReadOnlyList<string> Stages { get; } = [.. before.Stages, name];

    public override Inlet<TIn> Build(RunContext run, Inlet<TOut> next)
    {
        var (runner, inlet) = build(run, before.Stages.Count, next);
        run.Stages.Insert(0, runner);
        return before.Build(run, inlet);
    }
}
