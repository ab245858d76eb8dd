using Reelmill.Core.Reporting;

namespace Reelmill.Core.Running;

/// <summary>
/// One item in flight: counts the values that are still alive (its descendants), and settles the item when the last
/// of them is gone. Trackers are reused; the count is what keeps one alive.
/// </summary>
internal abstract class ItemTracker
{
    private readonly Lock _gate = new();
    private int _alive;
    private ItemFailure? _failure;
    private IHeldValues? _held;

    /// <summary>The item's number in input order, from 1.</summary>
    public long Sequence { get; private set; }

    /// <summary>Whether the item was given out and has not been settled.</summary>
    public bool InFlight { get; protected set; }

    public bool Failed => Volatile.Read(ref _failure) is not null;

    /// <summary>How many values reached the end of the pipeline.</summary>
    public int Reached => _reached;

    /// <summary>What the item gave, where the run's results are wanted in input order.</summary>
    public object? Results { get; set; }

    public abstract string Id { get; }

    protected ItemFailure? Failure => _failure;

    protected string? DropReason { get; private set; }

    private int _reached;

    public void Retain() => Interlocked.Increment(ref _alive);

    /// <summary>One value is gone. When it was the last, what was gathered goes on, or the item is settled.</summary>
    public ValueTask ReleaseAsync() =>
        Interlocked.Decrement(ref _alive) == 0 ? BecomeQuietAsync() : ValueTask.CompletedTask;

    public void Reach() => Interlocked.Increment(ref _reached);

    public void Drop(string stage, string reason)
    {
        lock (_gate)
        {
            DropReason ??= reason;
        }

        Report(id => new ItemDropped(id, stage, reason));
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

    /// <summary>Gives up what is held; for a run that was cancelled.</summary>
    public void DiscardHeld() => Interlocked.Exchange(ref _held, null)?.Discard();

    public abstract void Report(Func<string, RunEvent> make);

    protected void Begin(long sequence)
    {
        Sequence = sequence;
        InFlight = true;
        _alive = 1;
        _failure = null;
        _reached = 0;
        DropReason = null;
        Results = null;
    }

    protected abstract ValueTask SettleAsync();

    private ValueTask BecomeQuietAsync()
    {
        if (Interlocked.Exchange(ref _held, null) is not { } held)
        {
            return SettleAsync();
        }

        if (!Failed)
        {
            return held.PassOnAsync(this);
        }

        held.Discard();
        return SettleAsync();
    }
}
