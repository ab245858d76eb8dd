namespace Reelmill.Core.Running;

/// <summary>
/// The deadline of one attempt. The deadline is paused while the worker waits for its output, so that a slow stage never
/// makes the previous stage miss a deadline.
/// </summary>
internal sealed class Deadline : IDisposable
{
    private readonly TimeProvider _time;
    private readonly CancellationToken _cancelled;
    private readonly CancellationTokenSource _attempt;
    private readonly CancellationTokenRegistration _cancellation;
    private TimeSpan _left;
    private long _resumed;

    public Deadline(TimeSpan limit, TimeProvider time, CancellationToken cancelled)
    {
        (_time, _cancelled, _left, _resumed) = (time, cancelled, limit, time.GetTimestamp());
        _attempt = new CancellationTokenSource(limit, time);
        _cancellation = cancelled.UnsafeRegister(static attempt => ((CancellationTokenSource)attempt!).Cancel(), _attempt);
    }

    /// <summary>Cancelled when the deadline has passed or the run is cancelled.</summary>
    public CancellationToken Token => _attempt.Token;

    public bool HasPassed => _attempt.IsCancellationRequested && !_cancelled.IsCancellationRequested;

    public void Pause()
    {
        _left -= _time.GetElapsedTime(_resumed);
        _attempt.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    public void Resume()
    {
        _resumed = _time.GetTimestamp();
        _attempt.CancelAfter(_left > TimeSpan.Zero ? _left : TimeSpan.Zero);
    }

    public void Dispose()
    {
        _cancellation.Dispose();
        _attempt.Dispose();
    }
}
