namespace Reelmill.Core.Running;

/// <summary>The destination of a stage's results. The writer has retained the item for each value.</summary>
internal abstract class Inlet<T>
{
    /// <summary>Whether a write runs the next stage, so that the writer waits for its output until that work ends.</summary>
    public virtual bool Inline => false;

    /// <summary>
    /// Writes an envelope and takes over its ownership. Never throws, because a failure downstream is not the writer's. When
    /// the run is cancelled, the value is discarded and its item is abandoned.
    /// </summary>
    public abstract ValueTask WriteAsync(Envelope<T> envelope);
}

/// <summary>The inlet of a gathering stage, which buffers an item's values until the item has no other live values.</summary>
internal sealed class GatherInlet<T>(Inlet<IReadOnlyList<T>> next) : Inlet<T>
{
    private readonly Func<IGatherBuffer> _create = () => new GatherBuffer<T>(next);

    public override bool Inline => next.Inline;

    public override ValueTask WriteAsync(Envelope<T> envelope)
    {
        envelope.Item.AddToBuffer(_create, envelope);
        return envelope.Item.ReleaseAsync();
    }
}

/// <summary>The inlet after the last stage of a run without results.</summary>
internal sealed class EndInlet<T> : Inlet<T>
{
    public override ValueTask WriteAsync(Envelope<T> envelope)
    {
        envelope.Discard();
        return envelope.Item.ReachEndAsync();
    }
}
