using System.Runtime.CompilerServices;
using Reelmill.Core.Pipelines;
using Reelmill.Core.Running;
using Reelmill.Testing;

namespace Reelmill.Core.Tests.Running;

/// <summary>Tests how runs end early. Whatever part fails, every received item is completed or abandoned.</summary>
public sealed class RunEndTests
{
    public static TheoryData<RunMode> Modes => new(Enum.GetValues<RunMode>());

    [Theory, MemberData(nameof(Modes))]
    public async Task A_pipeline_exception_ends_the_run_and_is_thrown(RunMode mode)
    {
        var source = new RecordingSource<int>(Enumerable.Range(0, 1000));
        var run = Pipeline.Create<int>("p")
            .Map("first", (n, _) => ValueTask.FromResult(n))
            .Map("disk", (n, _) => n == 5 ? throw new PipelineException("disk_full", "no room") : ValueTask.FromResult(n), new StageOptions { Workers = 3, Ordered = true })
            .RunAsync(source, new RunOptions<int> { Mode = mode });
        (await Should.ThrowAsync<PipelineException>(run)).Code.ShouldBe("disk_full");
        source.ShouldBeAccountedFor();
        source.Received.ShouldBeLessThan(1000);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task A_source_that_fails_ends_the_run_and_its_items_are_accounted_for(RunMode mode)
    {
        IEnumerable<int> Items()
        {
            yield return 1;
            throw new IOException("list is gone");
        }

        var source = new RecordingSource<int>(Items());
        await Should.ThrowAsync<IOException>(Pipeline.Create<int>("p").Map("m", (n, _) => ValueTask.FromResult(n)).RunAsync(source, new() { Mode = mode }));
        source.ShouldBeAccountedFor();
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task An_item_whose_end_cannot_be_recorded_ends_the_run_and_is_abandoned(RunMode mode)
    {
        var source = new RecordingSource<int>(Enumerable.Range(0, 50))
        {
            OnComplete = (result, _) => result.Input == 3 ? throw new IOException("catalog is gone") : ValueTask.CompletedTask,
        };
        var run = Pipeline.Create<int>("p").Map("m", (n, _) => ValueTask.FromResult(n), new() { Workers = 2 }).RunAsync(source, new() { Mode = mode });
        await Should.ThrowAsync<IOException>(run);
        source.Abandoned.ShouldContain(3);
        source.ShouldBeAccountedFor();
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task Every_created_stage_is_disposed_when_the_setup_of_another_fails(RunMode mode)
    {
        var log = new List<string>();
        var run = Pipeline.Create<int>("p")
            .Stage("good", () => new Logged(log, "good", fails: false))
            .Stage("bad", () => new Logged(log, "bad", fails: true))
            .RunAsync(new RecordingSource<int>([1]), new() { Mode = mode });
        (await Should.ThrowAsync<InvalidOperationException>(run)).Message.ShouldBe("bad");
        log.Order(StringComparer.Ordinal).ShouldBe(["bad: down", "good: down"]);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task An_unrequested_cancellation_differs_from_the_callers(RunMode mode)
    {
        async IAsyncEnumerable<int> Items()
        {
            await Task.Yield();
            yield return 1;
            throw new TaskCanceledException("HTTP timeout");
        }

        var run = Pipeline.Create<int>("p").Map("m", (n, _) => ValueTask.FromResult(n)).RunAsync(ItemSource.From(Items()), new() { Mode = mode });
        (await Should.ThrowAsync<PipelineException>(run)).Code.ShouldBe("unexpected_cancellation");
    }

    [Fact]
    public async Task A_cancellation_releases_an_intake_that_waits_for_its_source()
    {
        using var cancel = new CancellationTokenSource();
        async IAsyncEnumerable<int> Items([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            yield return 1;
            await cancel.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        var run = Pipeline.Create<int>("p").Map("m", (n, _) => ValueTask.FromResult(n)).RunAsync(ItemSource.From(Items()), cancellationToken: cancel.Token);
        await Should.ThrowAsync<OperationCanceledException>(run.WaitAsync(TestTimeout.Limit));
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task Leaving_the_enumeration_early_cancels_the_run_and_disposes_every_value(RunMode mode)
    {
        var mint = new Token.Mint();
        var source = new RecordingSource<Token>(Enumerable.Range(0, 10_000).Select(i => mint.Make($"i{i}")));
        await foreach (var token in Pipeline.Create<Token>("p").Map("m", (t, _) => ValueTask.FromResult(t)).Results(source, new() { Mode = mode }))
        {
            token.Dispose();
            break;
        }

        source.Received.ShouldBeLessThan(200);
        source.ShouldBeAccountedFor();
        mint.AllShouldBeDisposedOnce();
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task A_cancelled_run_starts_no_items_while_a_callback_of_its_token_still_runs(RunMode mode)
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

        // Callbacks run in reverse order of registration, so this one delays those that cancel linked tokens. A
        // run that still starts items would start all of them at once, so a short wait is long enough.
        var run = Pipeline.Create<int>("p").Map("m", (n, token) =>
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
    public async Task A_run_that_is_stopped_before_it_begins_starts_no_items()
    {
        var report = await Pipeline.Create<int>("p").RunAsync(Enumerable.Range(0, 10), new() { Stopping = new CancellationToken(true) });
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
