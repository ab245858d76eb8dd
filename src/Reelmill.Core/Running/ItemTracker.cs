using Reelmill.Core.Reporting;

namespace Reelmill.Core.Running;

/// <summary>
/// Tracks one item in flight: counts the live values that descend from the item, and settles the item when the last is
/// released. Trackers are pooled: code that has released its value must not use the tracker afterwards.
/// </summary>
internal abstract class ItemTracker
{
    private readonly Lock _gate = new();
    private int _alive;
    private int _reached;
    private ItemFailure? _failure;
    private IGatherBuffer? _buffer;
    private IDisposable? _collected;

    protected ItemTracker(int number)
    {
        Number = number;
        Root = new Position(this);
    }

    /// <summary>The position of the item itself, from which the positions of its values descend.</summary>
    public Position Root { get; }

    /// <summary>The item's number in input order, from 1.</summary>
    public long Sequence { get; private set; }

    /// <summary>Whether the item has begun and has not been settled.</summary>
    public bool InFlight { get; private set; }

    public bool Failed => Volatile.Read(ref _failure) is not null;

    /// <summary>The number of the tracker in its pool, from 1.</summary>
    public int Number { get; }

    /// <summary>The number of the next tracker in the list of returned trackers; 0 at the end.</summary>
    public int Next { get; set; }

    public abstract string Id { get; }

    /// <summary>The number of values that reached the end of the pipeline.</summary>
    protected int Reached => _reached;

    protected ItemFailure? Failure => _failure;

    /// <summary>The drop that is reported if none of the item's values reaches the end.</summary>
    protected ValueDrop? Dropped { get; private set; }

    public void Retain() => Interlocked.Increment(ref _alive);

    /// <summary>Releases one value. After the last one, buffered values are emitted, or the item is settled.</summary>
    /// <remarks>Only the holder of a value can add values, so the holder of the last value has no competitor and needs no interlocked operation.</remarks>
    public ValueTask ReleaseAsync() =>
        Volatile.Read(ref _alive) == 1 || Interlocked.Decrement(ref _alive) == 0 ? FinishAsync() : ValueTask.CompletedTask;

    /// <summary>Counts a value that reached the end, and releases it.</summary>
    public ValueTask ReachEndAsync()
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

    /// <summary>Records a drop. The first drop by position counts, not the first in time, so that the reason does not depend on timing.</summary>
    public void Drop(ValueDrop drop)
    {
        lock (_gate)
        {
            Dropped = Dropped is null || drop.IsBefore(Dropped) ? drop : Dropped;
        }
    }

    /// <summary>Records the first failure, after which the item's remaining values are discarded.</summary>
    public void Fail(ItemFailure failure) => Interlocked.CompareExchange(ref _failure, failure, null);

    /// <summary>Adds a value to the buffer of a gathering stage, until the item has no other live values.</summary>
    public void AddToBuffer<T>(Func<IGatherBuffer> create, Envelope<T> envelope)
    {
        lock (_gate)
        {
            _buffer ??= create();
            ((GatherBuffer<T>)_buffer).Add(envelope);
        }
    }

    /// <summary>Adds a value to the item's results, in a run that emits results in input order.</summary>
    public void Collect<T>(Envelope<T> envelope)
    {
        lock (_gate)
        {
            _collected ??= new GatheredValues<T>();
            ((GatheredValues<T>)_collected).Add(envelope);
        }
    }

    public IDisposable? TakeCollected() => Interlocked.Exchange(ref _collected, null);

    public void DiscardCollected() => TakeCollected()?.Dispose();

    /// <summary>Disposes the buffered and collected values of the item, after the run was cancelled.</summary>
    public void DiscardBuffered()
    {
        Interlocked.Exchange(ref _buffer, null)?.Dispose();
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

    private ValueTask FinishAsync()
    {
        _alive = 0;
        if (_buffer is not { } buffer)
        {
            return SettleAsync();
        }

        _buffer = null;
        if (!Failed)
        {
            return buffer.EmitAsync(this);
        }

        buffer.Dispose();
        return SettleAsync();
    }
}

/// <summary>The drop of a value: the stage, the position among the item's values, and the reason.</summary>
internal sealed record ValueDrop(string Stage, int StageIndex, Position Position, string Reason)
{
    public bool IsBefore(ValueDrop other) =>
        Position.Order(Position, other.Position) is var order and not 0 ? order < 0 : StageIndex < other.StageIndex;
}
