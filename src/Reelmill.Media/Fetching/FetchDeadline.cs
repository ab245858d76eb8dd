namespace Reelmill.Media.Fetching;

/// <summary>The deadline of one input over all attempts. The clock pauses while the input waits for a slot at its host.</summary>
/// <remarks>Not thread safe: one instance per fetch.</remarks>
internal sealed class FetchDeadline : IDisposable
{
    private readonly CancellationTokenSource _over;
    private readonly TimeProvider _time;
    private TimeSpan _remaining;
    private long _since;

    public FetchDeadline(TimeSpan limit, TimeProvider time)
    {
        (_remaining, Limit, _time) = (limit, limit, time);
        _since = time.GetTimestamp();
        _over = new CancellationTokenSource(limit, time);
    }

    public TimeSpan Limit { get; }

    public CancellationToken Token => _over.Token;

    /// <summary>The remaining time while the clock runs; at least a millisecond.</summary>
    public TimeSpan Remaining => TimeSpan.FromTicks(Math.Max((_remaining - _time.GetElapsedTime(_since)).Ticks, TimeSpan.TicksPerMillisecond));

    public void Pause()
    {
        _remaining = Remaining;
        _over.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    public void Resume()
    {
        _since = _time.GetTimestamp();
        _over.CancelAfter(_remaining);
    }

    public void Dispose() => _over.Dispose();
}
