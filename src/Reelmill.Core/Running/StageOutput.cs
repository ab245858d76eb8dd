using Reelmill.Core.Reporting;

namespace Reelmill.Core.Running;

/// <summary>Receives the results of a stage's body. Each worker has its own instance.</summary>
/// <typeparam name="T">The stage's output.</typeparam>
/// <remarks>
/// Ownership: the engine owns the values in its queues. It disposes those that are <see cref="IDisposable"/> when no body
/// will see them, because the run was cancelled, the item failed or the pipeline ended. A body that returns normally has
/// taken over its input and disposes it or emits it. A body that throws leaves its input to the engine, unless it has
/// emitted that same value. Not thread-safe: a body emits from one place at a time.
/// </remarks>
public sealed class StageOutput<T>
{
    private readonly Inlet<T> _next;
    private readonly StageMeter _meter;
    private readonly int _stage;
    private readonly Attempts _attempts;
    private readonly BudgetSlot? _slot;
    private readonly Func<ValueTask>? _turn;
    private readonly bool _direct;
    private Position _position = null!;
    private IDisposable? _input;
    private T _last = default!;
    private bool _hasLast;
    private int _emitted;

    internal StageOutput(Inlet<T> next, StageMeter meter, int stage, Attempts attempts, BudgetSlot? slot, Func<ValueTask>? turn)
    {
        _next = next;
        _meter = meter;
        _stage = stage;
        _attempts = attempts;
        _slot = slot;
        _turn = turn;
        _direct = turn is null && slot is null && !next.Inline;
    }

    /// <summary>Whether the current attempt has emitted or dropped a value, which cannot be withdrawn.</summary>
    internal bool HasEmitted { get; private set; }

    /// <summary>Emits a value to the next stage, and waits while that stage's queue is full.</summary>
    /// <param name="value">The value, with its ownership.</param>
    /// <returns>A task that completes when the value is queued, and never fails. When the run is cancelled, the value is
    /// disposed instead, so a body with a long loop must check its cancellation token.</returns>
    public ValueTask EmitAsync(T value)
    {
        if (!_direct)
        {
            return WaitAndEmitAsync(value);
        }

        var write = _next.WriteAsync(Wrap(value));
        return write.IsCompletedSuccessfully ? ValueTask.CompletedTask : WaitAsync(write);
    }

    /// <summary>Counts a drop and reports it in the run's events.</summary>
    /// <param name="reason">The reason, such as <c>too_dark</c> or "same content as a.mp4".</param>
    /// <remarks>
    /// A body calls it instead of emitting, or in addition to emitting a record of the dropped value. An item counts as
    /// dropped if none of its values reaches the end and at least one was dropped.
    /// </remarks>
    public void Drop(string reason)
    {
        HasEmitted = true;
        _meter.Dropped++;
        _position.Item.Drop(new ValueDrop(_meter.Stage, _stage, _position, reason));
        _position.Item.Report(id => new ValueDropped(id, _meter.Stage, reason));
    }

    /// <summary>
    /// Sets the only result of a body. The result is written after the attempt and takes the place of the input in the
    /// item's count of live values, so that a chain of maps never changes the count.
    /// </summary>
    internal void EmitLast(T value)
    {
        _last = value;
        _hasLast = true;
    }

    internal void Begin(Position position, IDisposable? input)
    {
        _position = position;
        _input = input;
        _emitted = 0;
        HasEmitted = false;
    }

    /// <summary>Ends the attempt after the body has returned and owns its input. Returns whether a last result was set.</summary>
    internal bool End()
    {
        _input = null;
        return _hasLast;
    }

    internal void DiscardInput()
    {
        var input = _input;
        _input = null;
        input?.Dispose();
    }

    internal ValueTask WriteLastAsync()
    {
        var envelope = new Envelope<T>(_last, _position);
        _last = default!;
        _hasLast = false;
        _meter.Out++;
        return _direct ? _meter.BlockAsync(_next.WriteAsync(envelope)) : WaitAndWriteAsync(envelope);
    }

    private Envelope<T> Wrap(T value)
    {
        if (_input is not null && ReferenceEquals(value, _input))
        {
            _input = null;
        }

        _position.Item.Retain();
        _meter.Out++;
        HasEmitted = true;
        var position = _emitted == 0 ? _position : new Position(_position, _stage, _emitted);
        _emitted++;
        return new Envelope<T>(value, position);
    }

    private async ValueTask WaitAndEmitAsync(T value)
    {
        _attempts.Deadline?.Pause();
        _slot?.Return();
        await WaitAndWriteAsync(Wrap(value)).ConfigureAwait(false);
        if (_slot is not null)
        {
            await _slot.TakeAsync().ConfigureAwait(false);
        }

        _attempts.Deadline?.Resume();
    }

    private async ValueTask WaitAsync(ValueTask write)
    {
        _attempts.Deadline?.Pause();
        await _meter.BlockAsync(write).ConfigureAwait(false);
        _attempts.Deadline?.Resume();
    }

    private async ValueTask WaitAndWriteAsync(Envelope<T> envelope)
    {
        _meter.Clock.Block();
        if (_turn is not null)
        {
            await _turn().ConfigureAwait(false);
        }

        await _next.WriteAsync(envelope).ConfigureAwait(false);
        _meter.Clock.Resume();
    }
}
