namespace Reelmill.Media.Fetching;

/// <summary>The time that one input has, over all tries; it stands still while the input waits for its host's turn.</summary>
/// <remarks>For one fetch, so for one thread at a time.</remarks>
internal sealed class FetchDeadline : IDisposable
{
    private readonly CancellationTokenSource _over;
    private readonly TimeProvider _time;
    private TimeSpan _left;
    private long _since;

    public FetchDeadline(TimeSpan limit, TimeProvider time)
    {
        (_left, Limit, _time) = (limit, limit, time);
        _since = time.GetTimestamp();
        _over = new CancellationTokenSource(limit, time);
    }

    public TimeSpan Limit { get; }

    public CancellationToken Token => _over.Token;

    /// <summary>What is left while the clock runs; never less than a millisecond.</summary>
    public TimeSpan Left => TimeSpan.FromTicks(Math.Max((_left - _time.GetElapsedTime(_since)).Ticks, TimeSpan.TicksPerMillisecond));

    public void Pause()
    {
        _left = Left;
        _over.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    public void Resume()
    {
        _since = _time.GetTimestamp();
        _over.CancelAfter(_left);
    }

    public void Dispose() => _over.Dispose();
}
