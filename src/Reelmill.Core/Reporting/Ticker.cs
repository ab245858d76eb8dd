namespace Reelmill.Core.Reporting;

/// <summary>Reports a run's progress at an interval until it is disposed.</summary>
internal sealed class Ticker : IAsyncDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _ticking;

    public Ticker(IProgress<RunEvent>? events, TimeSpan interval, TimeProvider time, Func<RunReport> report) =>
        _ticking = events is null ? Task.CompletedTask : TickAsync(events, interval, time, report);

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        await _ticking.ConfigureAwait(false);
        _ended.Dispose();
    }

    private async Task TickAsync(IProgress<RunEvent> events, TimeSpan interval, TimeProvider time, Func<RunReport> report)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token).ConfigureAwait(false))
            {
                events.Report(new RunProgress(report()));
            }
        }
        catch (OperationCanceledException)
        {
            // The run has ended.
        }
    }
}
