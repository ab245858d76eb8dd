using Reelmill.Core.Reporting;

namespace Reelmill.Core.Running;

/// <summary>
/// One item in flight: counts the values that are still alive (its descendants), and settles the item when the last
/// of them is gone. Trackers are reused: whoever has released its value must not touch the tracker again.
/// </summary>
internal abstract class ItemTracker
{
    private readonly Lock _gate = new();
    private int _alive;
    private int _reached;
    private ItemFailure? _failure;
    private IHeldValues? _held;
    private IDisposable? _collected;

    protected ItemTracker(int number)
    {
        Number = number;
        Root = new Position(this);
    }

    /// <summary>The place of the item itself, from which those of its values descend.</summary>
    public Position Root { get; }

    /// <summary>The item's number in input order, from 1.</summary>
    public long Sequence { get; private set; }

    /// <summary>Whether the item was given out and has not been settled.</summary>
    public bool InFlight { get; private set; }

    public bool Failed => Volatile.Read(ref _failure) is not null;

    /// <summary>The tracker's own number, from 1.</summary>
    public int Number { get; }

    /// <summary>The number of the next tracker in the list of those that may be used again; 0 at its end.</summary>
    public int Next { get; set; }

    public abstract string Id { get; }

    /// <summary>How many values reached the end of the pipeline.</summary>
    protected int Reached => _reached;

    protected ItemFailure? Failure => _failure;

    /// <summary>The drop that counts when nothing is left of the item.</summary>
    protected Dropping? Dropped { get; private set; }

    public void Retain() => Interlocked.Increment(ref _alive);

    /// <summary>One value is gone. When it was the last, what was gathered goes on, or the item is settled.</summary>
    /// <remarks>Only who holds a value can add one, so the holder of the last is alone and needs no interlocked operation.</remarks>
    public ValueTask ReleaseAsync() =>
        Volatile.Read(ref _alive) == 1 || Interlocked.Decrement(ref _alive) == 0 ? BecomeQuietAsync() : ValueTask.CompletedTask;

    /// <summary>A value reached the end and is released.</summary>
    public ValueTask ReachAsync()
    {
        if (Volatile.Read(ref _alive) == 1)
        {
            _reached++;
        }
        else
        {
            Interlocked.Increment(ref _reached);
        }

        return ReleaseAsync();
    }

    /// <summary>Remembers the drop of the first place, not of the first moment, so that timing changes no reason.</summary>
    public void Drop(Dropping drop)
    {
        lock (_gate)
        {
            Dropped = Dropped is null || drop.IsBefore(Dropped) ? drop : Dropped;
        }
    }

    /// <summary>Remembers the first failure; what is left of the item is then given up.</summary>
    public void Fail(ItemFailure failure) => Interlocked.CompareExchange(ref _failure, failure, null);

    /// <summary>Adds to what a gathering stage holds back of this item until nothing else of it is alive.</summary>
    public void Hold<T>(Func<IHeldValues> create, Envelope<T> envelope)
    {
        lock (_gate)
        {
            _held ??= create();
            ((HeldValues<T>)_held).Add(envelope);
        }
    }

    /// <summary>Adds to what the item gave, where the run's results are wanted in input order.</summary>
    public void Collect<T>(Envelope<T> envelope)
    {
        lock (_gate)
        {
            _collected ??= new Gathered<T>();
            ((Gathered<T>)_collected).Add(envelope);
        }
    }

    public IDisposable? TakeCollected() => Interlocked.Exchange(ref _collected, null);

    public void DiscardCollected() => TakeCollected()?.Dispose();

    /// <summary>Gives up what is kept of the item; for a run that was cancelled.</summary>
    public void DiscardKept()
    {
        Interlocked.Exchange(ref _held, null)?.Dispose();
        DiscardCollected();
    }

    public abstract void Report(Func<string, RunEvent> make);

    protected void Begin(long sequence)
    {
        Sequence = sequence;
        InFlight = true;
        _alive = 1;
    }

    protected void End()
    {
        InFlight = false;
        _failure = null;
        _reached = 0;
        Dropped = null;
    }

    protected abstract ValueTask SettleAsync();

    private ValueTask BecomeQuietAsync()
    {
        _alive = 0;
        if (_held is not { } held)
        {
            return SettleAsync();
        }

        _held = null;
        if (!Failed)
        {
            return held.PassOnAsync(this);
        }

        held.Dispose();
        return SettleAsync();
    }
}

/// <summary>A value that was dropped: where in the pipeline, where among the item's values, and why.</summary>
internal sealed record Dropping(string Stage, int StageIndex, Position Position, string Reason)
{
    public bool IsBefore(Dropping other) =>
        Position.Order(Position, other.Position) is var order and not 0 ? order < 0 : StageIndex < other.StageIndex;
}
