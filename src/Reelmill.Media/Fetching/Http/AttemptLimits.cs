namespace Reelmill.Media.Fetching.Http;

/// <summary>The limits of one attempt: the caller's cancellation, the input's deadline, and the stall timeout.</summary>
internal sealed class AttemptLimits : IDisposable
{
    private readonly TimeSpan _stallTimeout;
    private readonly CancellationTokenSource _stalled;
    private readonly CancellationTokenSource _any;

    public AttemptLimits(TimeSpan stallTimeout, FetchDeadline deadline, TimeProvider time, CancellationToken caller)
    {
        (_stallTimeout, Deadline, Time, Caller) = (stallTimeout, deadline, time, caller);
        _stalled = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _any = CancellationTokenSource.CreateLinkedTokenSource(caller, deadline.Token, _stalled.Token);
    }

    public FetchDeadline Deadline { get; }

    public TimeProvider Time { get; }

    public CancellationToken Caller { get; }

    /// <summary>Canceled when any limit is reached.</summary>
    public CancellationToken Token => _any.Token;

    /// <summary>Starts the stall timeout: the server must send its next byte from now on.</summary>
    public void Await() => _stalled.CancelAfter(_stallTimeout);

    /// <summary>Pauses the stall timeout while this process is busy.</summary>
    public void Pause() => _stalled.CancelAfter(Timeout.InfiniteTimeSpan);

    /// <summary>Converts a cancellation of <see cref="Token"/>: the caller's stays a cancellation, a limit becomes a failure.</summary>
    public Exception Explain(Uri url, OperationCanceledException canceled)
    {
        if (Caller.IsCancellationRequested)
        {
            return new OperationCanceledException(canceled.Message, canceled, Caller);
        }

        return Deadline.Token.IsCancellationRequested
            ? HttpFailures.DeadlineExceeded(url, Deadline.Limit)
            : HttpFailures.Stalled(url, _stallTimeout);
    }

    public void Dispose()
    {
        _any.Dispose();
        _stalled.Dispose();
    }
}
