using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Tests.Services;

public sealed class SharedTurnsTests : IDisposable
{
    private readonly SharedTurns _turns = new();

    public void Dispose() => _turns.Dispose();

    [Fact]
    public async Task What_waits_and_would_do_the_same_is_done_once_and_one_after_the_other()
    {
        var (count, atOnce) = (0, 0);
        var (go, holding) = await HoldAsync();
        var waiting = Enumerable.Range(0, 10).Select(i => _turns.RunAsync(i % 2 == 0 ? "a" : "b", async _ =>
        {
            Interlocked.Increment(ref atOnce).ShouldBe(1);
            await Task.Yield();
            Interlocked.Decrement(ref atOnce);
            return Interlocked.Increment(ref count);
        }, default)).ToArray();

        go.SetResult();
        await holding;
        (await Task.WhenAll(waiting)).Distinct().Order().ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Work_that_one_of_its_callers_cancels_goes_on_for_the_other()
    {
        using var cancel = new CancellationTokenSource();
        var (go, holding) = await HoldAsync();
        var leaving = _turns.RunAsync("a", static token => Task.FromResult(token.IsCancellationRequested ? 2 : 1), cancel.Token);
        var staying = _turns.RunAsync("a", static token => Task.FromResult(token.IsCancellationRequested ? 2 : 1), default);

        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(leaving);
        go.SetResult();

        await holding;
        (await staying).ShouldBe(1);
    }

    [Fact]
    public async Task Work_that_all_its_callers_cancel_has_ended_when_they_return_and_the_next_is_done_anew()
    {
        using var cancel = new CancellationTokenSource();
        var (begun, ended) = (new TaskCompletionSource(), false);
        var leaving = _turns.RunAsync<int>("a", async token =>
        {
            begun.SetResult();
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
        await begun.Task;

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(leaving);
        ended.ShouldBeTrue();
        (await _turns.RunAsync("a", static _ => Task.FromResult(3), default)).ShouldBe(3);
    }

    [Fact]
    public async Task Work_that_all_its_callers_cancel_before_its_turn_is_never_begun()
    {
        using var cancel = new CancellationTokenSource();
        var (go, holding) = await HoldAsync();
        var leaving = _turns.RunAsync<int>("a", static _ => throw new InvalidOperationException("it was begun"), cancel.Token);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(leaving);

        var next = _turns.RunAsync("a", static _ => Task.FromResult(4), default);
        go.SetResult();

        await holding;
        (await next).ShouldBe(4);
    }

    /// <summary>Work that has the turn until it may go on.</summary>
    private async Task<(TaskCompletionSource Go, Task<int> Holding)> HoldAsync()
    {
        var (begun, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var holding = _turns.RunAsync("held", async _ =>
        {
            begun.SetResult();
            await go.Task;
            return 0;
        }, default);
        await begun.Task;
        return (go, holding);
    }
}
