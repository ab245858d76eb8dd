namespace Reelmill.Media.Fetching.YtDlp;

/// <summary>An idle timeout, linked to its owner's shutdown.</summary>
internal sealed class IdleLimit : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly CancellationTokenSource _idle;
    private readonly CancellationTokenSource _either;

    public IdleLimit(TimeSpan limit, TimeProvider time, CancellationToken closing)
    {
        _limit = limit;
        _idle = new CancellationTokenSource(limit, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_idle.Token, closing);
    }

    public CancellationToken Token => _either.Token;

    /// <summary>Restarts the timeout after activity.</summary>
    public void Touch() => _idle.CancelAfter(_limit);

    public void Dispose()
    {
        _either.Dispose();
        _idle.Dispose();
    }
}
