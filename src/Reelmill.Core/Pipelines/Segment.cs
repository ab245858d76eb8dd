using Reelmill.Core.Running;

namespace Reelmill.Core.Pipelines;

/// <summary>The part of a pipeline from its source up to one of its stages.</summary>
/// <typeparam name="TIn">What an item is.</typeparam>
/// <typeparam name="TOut">What the last stage so far gives.</typeparam>
internal abstract class Segment<TIn, TOut>
{
    /// <summary>The names of the stages, in order.</summary>
    public abstract IReadOnlyList<string> Stages { get; }

    /// <summary>Makes the stages of one run, last to first, and gives the inlet of the first.</summary>
    public abstract Inlet<TIn> Build(RunContext run, Inlet<TOut> next);
}

/// <summary>A pipeline without stages.</summary>
internal sealed class Root<T> : Segment<T, T>
{
    public override IReadOnlyList<string> Stages => [];

    public override Inlet<T> Build(RunContext run, Inlet<T> next) => next;
}

/// <summary>A segment and one more stage.</summary>
internal sealed class Link<TIn, TMid, TOut>(
    Segment<TIn, TMid> before, string name, Func<RunContext, int, Inlet<TOut>, (StageRunner Runner, Inlet<TMid> Inlet)> build)
    : Segment<TIn, TOut>
{
    public override IReadOnlyList<string> Stages { get; } = [.. before.Stages, name];

    public override Inlet<TIn> Build(RunContext run, Inlet<TOut> next)
    {
        var (runner, inlet) = build(run, before.Stages.Count, next);
        run.Stages.Insert(0, runner);
        return before.Build(run, inlet);
    }
}
