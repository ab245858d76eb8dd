using System.Runtime.CompilerServices;
using Reelmill.Core.Pipelines;
using Reelmill.Core.Running;
using Reelmill.Testing;

namespace Reelmill.Core.Tests.Running;

/// <summary>How a run ends early: every part may break, and every time all that was received is accounted for.</summary>
public sealed class RunEndTests
{
    public static TheoryData<RunMode> Modes => new(Enum.GetValues<RunMode>());

    [Theory, MemberData(nameof(Modes))]
    public async Task A_pipeline_exception_ends_the_run_and_is_thrown(RunMode mode)
    {
        var source = new RecordingSource<int>(Enumerable.Range(0, 1000));
        var run = Pipeline.Of<int>("p")
            .Map("first", (n, _) => ValueTask.FromResult(n))
            .Map("disk", (n, _) => n == 5 ? throw new PipelineException("disk_full", "no room") : ValueTask.FromResult(n), new StageOptions { Workers = 3, Ordered = true })
            .RunAsync(source, new RunOptions<int> { Mode = mode });
        (await Should.ThrowAsync<PipelineException>(run)).Code.ShouldBe("disk_full");
        source.ShouldBeAccountedFor();
        source.Received.ShouldBeLessThan(1000);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task A_source_that_breaks_ends_the_run_and_what_it_gave_is_given_back(RunMode mode)
    {
        IEnumerable<int> Items()
        {
            yield return 1;
            throw new IOException("list is gone");
        }

        var source = new RecordingSource<int>(Items());
        await Should.ThrowAsync<IOException>(Pipeline.Of<int>("p").Map("m", (n, _) => ValueTask.FromResult(n)).RunAsync(source, new() { Mode = mode }));
        source.ShouldBeAccountedFor();
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task An_item_whose_end_cannot_be_recorded_ends_the_run_and_is_abandoned(RunMode mode)
    {
        var source = new RecordingSource<int>(Enumerable.Range(0, 50))
        {
            OnComplete = (result, _) => result.Input == 3 ? throw new IOException("catalog is gone") : ValueTask.CompletedTask,
        };
        var run = Pipeline.Of<int>("p").Map("m", (n, _) => ValueTask.FromResult(n), new() { Workers = 2 }).RunAsync(source, new() { Mode = mode });
        await Should.ThrowAsync<IOException>(run);
        source.Abandoned.ShouldContain(3);
        source.ShouldBeAccountedFor();
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task Every_stage_that_was_made_is_torn_down_when_another_cannot_be_set_up(RunMode mode)
    {
        var log = new List<string>();
        var run = Pipeline.Of<int>("p")
            .Stage("good", () => new Logged(log, "good", fails: false))
            .Stage("bad", () => new Logged(log, "bad", fails: true))
            .RunAsync(new RecordingSource<int>([1]), new() { Mode = mode });
        (await Should.ThrowAsync<InvalidOperationException>(run)).Message.ShouldBe("bad");
        log.Order(StringComparer.Ordinal).ShouldBe(["bad: down", "good: down"]);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task A_cancellation_that_nobody_asked_for_is_told_from_the_callers(RunMode mode)
    {
        async IAsyncEnumerable<int> Items()
        {
            await Task.Yield();
            yield return 1;
            throw new TaskCanceledException("HTTP timeout");
        }

        var run = Pipeline.Of<int>("p").Map("m", (n, _) => ValueTask.FromResult(n)).RunAsync(ItemSource.From(Items()), new() { Mode = mode });
        (await Should.ThrowAsync<PipelineException>(run)).Code.ShouldBe("unexpected_cancellation");
    }

    [Fact]
    public async Task A_cancel_frees_an_intake_that_waits_for_its_source()
    {
        using var cancel = new CancellationTokenSource();
        async IAsyncEnumerable<int> Items([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            yield return 1;
            await cancel.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        var run = Pipeline.Of<int>("p").Map("m", (n, _) => ValueTask.FromResult(n)).RunAsync(ItemSource.From(Items()), cancellationToken: cancel.Token);
        await Should.ThrowAsync<OperationCanceledException>(run.WaitAsync(TestTimeout.Limit));
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task A_caller_who_leaves_early_cancels_the_run_and_leaves_nothing_behind(RunMode mode)
    {
        var mint = new Token.Mint();
        var source = new RecordingSource<Token>(Enumerable.Range(0, 10_000).Select(i => mint.Make($"i{i}")));
        await foreach (var token in Pipeline.Of<Token>("p").Map("m", (t, _) => ValueTask.FromResult(t)).Results(source, new() { Mode = mode }))
        {
            token.Dispose();
            break;
        }

        source.Received.ShouldBeLessThan(200);
        source.ShouldBeAccountedFor();
        mint.AllShouldBeDisposedOnce();
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task A_cancelled_run_takes_nothing_in_though_a_callback_of_its_token_still_runs(RunMode mode)
    {
        using var ended = new ManualResetEventSlim();
        var source = new RecordingSource<int>(Inputs());
        var registered = 0;
        IEnumerable<int> Inputs()
        {
            using var end = new Ending(ended.Set);
            for (var i = 0; i < 10_000; i++)
            {
                yield return i;
            }
        }

        // Callbacks run in the order last registered, first called: this one keeps those waiting that tell linked tokens. A
        // run that takes inputs meanwhile takes all of them in a moment, so that a short wait is long enough.
        var run = Pipeline.Of<int>("p").Map("m", (n, token) =>
        {
            if (Interlocked.Exchange(ref registered, 1) == 0)
            {
                token.Register(() => ended.Wait(TimeSpan.FromSeconds(1)));
            }

            return ValueTask.FromResult(n);
        });
        await foreach (var _ in run.Results(source, new() { Mode = mode }))
        {
            break;
        }

        source.Received.ShouldBeLessThan(200);
    }

    [Fact]
    public async Task A_stop_before_the_run_takes_nothing_in()
    {
        var report = await Pipeline.Of<int>("p").RunAsync(Enumerable.Range(0, 10), new() { Stopping = new CancellationToken(true) });
        (report.Queued, report.Stopped).ShouldBe((0, true));
    }

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }

    private sealed class Logged(List<string> log, string name, bool fails) : Stage<int, int>
    {
        public override ValueTask SetUpAsync(CancellationToken cancellationToken) =>
            fails ? throw new InvalidOperationException(name) : ValueTask.CompletedTask;

        public override ValueTask ProcessAsync(int value, StageOutput<int> output, CancellationToken cancellationToken) => output.EmitAsync(value);

        public override ValueTask DisposeAsync()
        {
            lock (log)
            {
                log.Add($"{name}: down");
            }

            return base.DisposeAsync();
        }
    }
}
