using Reelmill.Core.Pipelines;
using Reelmill.Core.Reporting;
using Reelmill.Core.Running;
using Reelmill.Testing;

namespace Reelmill.Core.Tests.Running;

public sealed class AttemptsTests
{
    private static readonly RetryOptions Retries = new() { Attempts = 3, Delay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromMinutes(1) };

    private readonly ManualTimeProvider _time = new();
    private readonly EventLog _events = new();

    [Fact]
    public async Task A_transient_failure_is_retried_until_it_succeeds()
    {
        var calls = 0;
        var report = await RunAsync(Retries, _ => ++calls < 3 ? throw Transient() : ValueTask.FromResult(1));
        (calls, report.Done, report.Stages[0].Retried).ShouldBe((3, 1, 2));
        _events.Of<ItemRetried>().Select(e => e.Attempt).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task A_value_that_keeps_failing_fails_after_the_last_attempt()
    {
        var calls = 0;
        var report = await RunAsync(Retries, _ => { calls++; throw Transient(); });
        (calls, report.Failed).ShouldBe((3, 1));
        _events.Of<ItemFailed>().Single().Code.ShouldBe("busy");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_permanent_failure_is_not_retried(bool unexpected)
    {
        var calls = 0;
        await RunAsync(Retries, _ => { calls++; throw unexpected ? new InvalidOperationException("bug") : new ItemException("not_media", "no"); });
        calls.ShouldBe(1);
        _events.Of<ItemFailed>().Single().Code.ShouldBe(unexpected ? "internal_error" : "not_media");
    }

    [Fact]
    public async Task A_requested_wait_replaces_the_backoff()
    {
        var calls = new List<DateTimeOffset>();
        await RunAsync(Retries, _ =>
        {
            calls.Add(_time.GetUtcNow());
            return calls.Count == 1 ? throw Transient(TimeSpan.FromSeconds(42)) : ValueTask.FromResult(1);
        });
        (calls[1] - calls[0]).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(42));
        _events.Of<ItemRetried>().Single().Delay.ShouldBe(TimeSpan.FromSeconds(42));
    }

    [Fact]
    public async Task A_requested_wait_beyond_the_longest_delay_fails_the_value()
    {
        var calls = 0;
        var report = await RunAsync(Retries, _ => { calls++; throw Transient(TimeSpan.FromDays(400)); });
        (calls, report.Failed).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_missed_deadline_is_a_transient_timeout()
    {
        var source = new RecordingSource<int>([7]);
        var run = Pipeline.Create<int>("p")
            .Map("slow", async (n, ct) => { await Task.Delay(TimeSpan.FromHours(1), _time, ct); return n; }, new StageOptions { Timeout = TimeSpan.FromSeconds(5) })
            .RunAsync(source, Options());
        await _time.DriveAsync(run, TimeSpan.FromSeconds(1));
        var failure = source.Completed.Single().Failure!;
        (failure.Code, failure.Transient, failure.Message).ShouldBe(("timeout", true, "Stage 'slow' did not finish one value within 5 s."));
    }

    [Fact]
    public async Task A_deadline_is_paused_while_the_body_waits_for_the_next_stage()
    {
        var gate = new TaskCompletionSource();
        var (taken, emitted) = (0, 0);
        var run = Pipeline.Create<int>("p")
            .Stage<int>("expand", async (_, output, ct) =>
            {
                for (var i = 0; i < 10; i++)
                {
                    emitted++;
                    await output.EmitAsync(i);
                    ct.ThrowIfCancellationRequested();
                }
            }, new StageOptions { Timeout = TimeSpan.FromSeconds(5) })
            .Map("slow", async (n, _) => { taken++; await gate.Task; return n; }, new StageOptions { Queue = 1 })
            .RunAsync([1], Options());

        // One value is in progress, one is queued and the third waits. Only then is the deadline paused until the gate opens.
        await Eventually.TrueAsync(() => taken == 1 && emitted == 3 && _time.ArmedTimers == 1);
        _time.Advance(TimeSpan.FromHours(1));
        gate.SetResult();
        (await run).Done.ShouldBe(1);
    }

    [Fact]
    public async Task A_cancellation_by_the_body_itself_fails_its_item()
    {
        var report = await RunAsync(null, _ => throw new OperationCanceledException("mine"));
        report.Failed.ShouldBe(1);
        _events.Of<ItemFailed>().Single().Message.ShouldContain("mine");
    }

    [Fact]
    public async Task An_attempt_that_has_emitted_a_result_is_not_retried()
    {
        var calls = 0;
        var run = Pipeline.Create<int>("p")
            .Stage<int>("emits", async (n, output, _) => { calls++; await output.EmitAsync(n); throw Transient(); }, new StageOptions { Retry = Retries })
            .RunAsync([1], Options());
        await _time.DriveAsync(run, TimeSpan.FromSeconds(1));
        (calls, (await run).Failed).ShouldBe((1, 1));
    }

    [Fact]
    public async Task An_exception_after_the_cancellation_of_a_run_does_not_fail_the_item()
    {
        using var cancel = new CancellationTokenSource();
        var source = new RecordingSource<int>([1]);
        var run = Pipeline.Create<int>("p")
            .Map<int>("dies", (_, _) => { cancel.Cancel(); throw new IOException("killed"); })
            .RunAsync(source, cancellationToken: cancel.Token);
        await Should.ThrowAsync<OperationCanceledException>(run);
        source.Abandoned.ShouldBe([1]);
    }

    private static ItemException Transient(TimeSpan? after = null) => new("busy", "try later", transient: true) { RetryAfter = after };

    private RunOptions<int> Options() => new() { Time = _time, Events = _events, ProgressInterval = TimeSpan.FromDays(1) };

    private async Task<RunReport> RunAsync(RetryOptions? retry, Func<int, ValueTask<int>> body)
    {
        var run = Pipeline.Create<int>("p").Map("stage", (n, _) => body(n), new StageOptions { Retry = retry })
            .RunAsync([1], Options() with { Events = _events });
        await _time.DriveAsync(run, TimeSpan.FromSeconds(1));
        return await run;
    }
}
