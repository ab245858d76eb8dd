using Reelmill.Core.Reporting;
using Reelmill.Core.Running;

namespace Reelmill.Core.Pipelines;

/// <summary>Where a stage's body puts its results. One instance belongs to one worker.</summary>
/// <typeparam name="T">What the stage gives.</typeparam>
/// <remarks>
/// Ownership: the engine owns the values in its queues and disposes those that are <see cref="IDisposable"/> when no
/// body will see them: the run was cancelled, the item failed. A body that returns normally has taken its input over
/// and disposes it or hands it on; a body that throws leaves its input to the engine. Not thread-safe: a body emits
/// from one place at a time.
/// </remarks>
public sealed class StageOutput<T>
{
    private readonly Inlet<T> _next;
    private readonly StageMeter _meter;
    private readonly int _stage;
    private ItemTracker _item = null!;
    private Position? _position;

    internal StageOutput(Inlet<T> next, StageMeter meter, int stage)
    {
        _next = next;
        _meter = meter;
        _stage = stage;
    }

    internal int Emitted { get; private set; }

    internal Func<ValueTask>? Turn { get; set; }

    /// <summary>Hands a value to the next stage, and waits while that stage's queue is full.</summary>
    /// <param name="value">The value; its ownership passes on.</param>
    /// <returns>A task that completes when the value is queued.</returns>
    public ValueTask EmitAsync(T value)
    {
        if (Turn is not null)
        {
            return EmitInTurnAsync(value);
        }

        if (_next.Inline)
        {
            return EmitInlineAsync(value);
        }

        var write = _next.WriteAsync(Wrap(value));
        return write.IsCompletedSuccessfully ? ValueTask.CompletedTask : WaitAsync(write);
    }

    /// <summary>Counts and reports a drop: what is dropped and why can be seen in the run's events.</summary>
    /// <param name="reason">Why, for a person; <c>too_dark</c>, "same content as a.mp4".</param>
    /// <remarks>
    /// A body calls it instead of emitting, or beside emitting a mere record of the dropped value. An item of which
    /// nothing reaches the end and something was dropped counts as dropped.
    /// </remarks>
    public void Drop(string reason)
    {
        _meter.Dropped++;
        _item.Drop(_meter.Stage, reason);
    }

    internal void Begin(ItemTracker item, Position? position)
    {
        _item = item;
        _position = position;
        Emitted = 0;
    }

    private Envelope<T> Wrap(T value)
    {
        _item.Retain();
        _meter.Out++;
        var position = Emitted == 0 ? _position : new Position(_position, _stage, Emitted);
        Emitted++;
        return new Envelope<T>(value, _item, position);
    }

    private async ValueTask EmitInTurnAsync(T value)
    {
        await WaitAsync(Turn!()).ConfigureAwait(false);
        await WaitAsync(_next.WriteAsync(Wrap(value))).ConfigureAwait(false);
    }

    private async ValueTask EmitInlineAsync(T value)
    {
        _meter.Clock.Block();
        try
        {
            await _next.WriteAsync(Wrap(value)).ConfigureAwait(false);
        }
        finally
        {
            _meter.Clock.Resume();
        }
    }

    private async ValueTask WaitAsync(ValueTask write)
    {
        if (write.IsCompletedSuccessfully)
        {
            await write.ConfigureAwait(false);
            return;
        }

        _meter.Clock.Block();
        try
        {
            await write.ConfigureAwait(false);
        }
        finally
        {
            _meter.Clock.Resume();
        }
    }
}
