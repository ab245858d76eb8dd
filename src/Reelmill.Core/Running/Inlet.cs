namespace Reelmill.Core.Running;

/// <summary>Where a value goes next. Whoever writes has retained the item for it.</summary>
internal abstract class Inlet<T>
{
    /// <summary>Whether a write does the next stage's work: the writer then waits for its output all the while.</summary>
    public virtual bool Inline => false;

    /// <summary>
    /// Takes the envelope over. Never throws, since what happens downstream is no failure of the writer's: when the run
    /// is cancelled the value is discarded, and its item stays unfinished and is abandoned.
    /// </summary>
    public abstract ValueTask WriteAsync(Envelope<T> envelope);
}

/// <summary>In front of a gathering stage: holds an item's values back until nothing else of the item is alive.</summary>
internal sealed class GatherInlet<T>(Inlet<IReadOnlyList<T>> next) : Inlet<T>
{
    private readonly Func<IHeldValues> _create = () => new HeldValues<T>(next);

    public override bool Inline => next.Inline;

    public override ValueTask WriteAsync(Envelope<T> envelope)
    {
        envelope.Item.Hold(_create, envelope);
        return envelope.Item.ReleaseAsync();
    }
}

/// <summary>Behind the last stage, when nobody wants the results.</summary>
internal sealed class EndInlet<T> : Inlet<T>
{
    public override ValueTask WriteAsync(Envelope<T> envelope)
    {
        envelope.Discard();
        return envelope.Item.ReachAsync();
    }
}
