namespace Reelmill.Media.Fetching.Http;

/// <summary>The limits of one try: the caller's cancellation, the input's deadline, and time without a byte.</summary>
internal sealed class TryLimits : IDisposable
{
    private readonly TimeSpan _stallTimeout;
    private readonly CancellationTokenSource _stalled;
    private readonly CancellationTokenSource _any;

    public TryLimits(TimeSpan stallTimeout, FetchDeadline deadline, TimeProvider time, CancellationToken caller)
    {
        (_stallTimeout, Deadline, Time, Caller) = (stallTimeout, deadline, time, caller);
        _stalled = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _any = CancellationTokenSource.CreateLinkedTokenSource(caller, deadline.Token, _stalled.Token);
    }

    public FetchDeadline Deadline { get; }

    public TimeProvider Time { get; }

    public CancellationToken Caller { get; }

    /// <summary>Fires when any of the limits is reached.</summary>
    public CancellationToken Token => _any.Token;

    /// <summary>Says that the server's next byte is waited for from now on.</summary>
    public void Await() => _stalled.CancelAfter(_stallTimeout);

    /// <summary>Says that this side is busy: that is not the server's silence.</summary>
    public void Pause() => _stalled.CancelAfter(Timeout.InfiniteTimeSpan);

    /// <summary>What a cancellation by <see cref="Token"/> stands for: the caller's own stays one, a limit is a failure.</summary>
    public Exception Explain(Uri url, OperationCanceledException cancelled)
    {
        if (Caller.IsCancellationRequested)
        {
            return new OperationCanceledException(cancelled.Message, cancelled, Caller);
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
