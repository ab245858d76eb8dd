using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Tests.Services;

public sealed class WorkCoalescerTests : IDisposable
{
    private readonly WorkCoalescer _coalescer = new();

    public void Dispose() => _coalescer.Dispose();

    [Fact]
    public async Task Equal_waiting_work_runs_once_and_different_work_runs_sequentially()
    {
        var (count, running) = (0, 0);
        var (go, holding) = await HoldAsync();
        var waiting = Enumerable.Range(0, 10).Select(i => _coalescer.RunAsync(i % 2 == 0 ? "a" : "b", async _ =>
        {
            Interlocked.Increment(ref running).ShouldBe(1);
            await Task.Yield();
            Interlocked.Decrement(ref running);
            return Interlocked.Increment(ref count);
        }, default)).ToArray();

        go.SetResult();
        await holding;
        (await Task.WhenAll(waiting)).Distinct().Order().ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Work_that_one_caller_cancels_continues_for_the_others()
    {
        using var cancel = new CancellationTokenSource();
        var (go, holding) = await HoldAsync();
        var canceled = _coalescer.RunAsync("a", static token => Task.FromResult(token.IsCancellationRequested ? 2 : 1), cancel.Token);
        var remaining = _coalescer.RunAsync("a", static token => Task.FromResult(token.IsCancellationRequested ? 2 : 1), default);

        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(canceled);
        go.SetResult();

        await holding;
        (await remaining).ShouldBe(1);
    }

    [Fact]
    public async Task Work_that_all_callers_cancel_ends_before_they_return_and_the_next_call_starts_over()
    {
        using var cancel = new CancellationTokenSource();
        var (started, ended) = (new TaskCompletionSource(), false);
        var canceled = _coalescer.RunAsync<int>("a", async token =>
        {
            started.SetResult();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                return 0;
            }
            finally
            {
                ended = true;
            }
        }, cancel.Token);
        await started.Task;

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(canceled);
        ended.ShouldBeTrue();
        (await _coalescer.RunAsync("a", static _ => Task.FromResult(3), default)).ShouldBe(3);
    }

    [Fact]
    public async Task Work_that_all_callers_cancel_before_its_turn_never_starts()
    {
        using var cancel = new CancellationTokenSource();
        var (go, holding) = await HoldAsync();
        var canceled = _coalescer.RunAsync<int>("a", static _ => throw new InvalidOperationException("the work started"), cancel.Token);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(canceled);

        var next = _coalescer.RunAsync("a", static _ => Task.FromResult(4), default);
        go.SetResult();

        await holding;
        (await next).ShouldBe(4);
    }

    /// <summary>Starts work that occupies the coalescer until it is released.</summary>
    private async Task<(TaskCompletionSource Go, Task<int> Holding)> HoldAsync()
    {
        var (started, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var holding = _coalescer.RunAsync("held", async _ =>
        {
            started.SetResult();
            await go.Task;
            return 0;
        }, default);
        await started.Task;
        return (go, holding);
    }
}
