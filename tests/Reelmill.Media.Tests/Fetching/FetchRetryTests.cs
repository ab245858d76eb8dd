using Polly;
using Reelmill.Core;
using Reelmill.Media.Fetching;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Fetching;

public sealed class FetchRetryTests
{
    private readonly ManualTimeProvider _time = new();
    private int _tries;

    [Fact]
    public async Task A_transient_failure_is_attempted_three_times_in_all()
    {
        var work = Run(FetchRetry.Create(3, _time), new ItemException("http_503", "busy", transient: true));
        while (!work.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(0.1));
            await Task.Yield();
        }

        (await Should.ThrowAsync<ItemException>(work)).Code.ShouldBe("http_503");
        _tries.ShouldBe(3);
    }

    [Fact]
    public async Task A_permanent_failure_is_attempted_once()
    {
        await Should.ThrowAsync<ItemException>(Run(FetchRetry.Create(3, _time), new ItemException("http_404", "gone")));
        _tries.ShouldBe(1);
    }

    [Fact]
    public async Task An_exception_other_than_an_item_failure_is_not_retried()
    {
        await Should.ThrowAsync<IOException>(Run(FetchRetry.Create(3, _time), new IOException("the disk is broken")));
        _tries.ShouldBe(1);
    }

    [Fact]
    public async Task A_retry_waits_at_least_as_long_as_the_server_asks()
    {
        var work = Run(FetchRetry.Create(2, _time), new ItemException("http_429", "slow down", transient: true) { RetryAfter = TimeSpan.FromSeconds(45) });
        await WaitingAsync();
        _time.Advance(TimeSpan.FromSeconds(44.9));
        _tries.ShouldBe(1);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        await Should.ThrowAsync<ItemException>(work);
        _tries.ShouldBe(2);
    }

    [Fact]
    public async Task A_server_that_asks_for_more_than_a_minute_is_not_retried()
    {
        var failure = new ItemException("http_429", "slow down", transient: true) { RetryAfter = TimeSpan.FromSeconds(61) };
        await Should.ThrowAsync<ItemException>(Run(FetchRetry.Create(3, _time), failure));
        _tries.ShouldBe(1);
    }

    [Fact]
    public async Task One_attempt_means_no_retry()
    {
        await Should.ThrowAsync<ItemException>(Run(FetchRetry.Create(1, _time), new ItemException("stalled", "silent", transient: true)));
        _tries.ShouldBe(1);
    }

    private async Task WaitingAsync()
    {
        while (_time.ArmedTimers == 0)
        {
            await Task.Yield();
        }
    }

    private Task Run(ResiliencePipeline retry, Exception failure) => retry.ExecuteAsync(
        _ =>
        {
            _tries++;
            throw failure;
        }).AsTask();
}
