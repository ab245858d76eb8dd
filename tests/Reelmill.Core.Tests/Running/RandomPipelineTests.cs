using FsCheck;
using FsCheck.Fluent;
using Reelmill.Core.Running;
using Reelmill.Testing;

namespace Reelmill.Core.Tests.Running;

public sealed class RandomPipelineTests
{
    private static readonly Config Cases = Config.QuickThrowOnFailure.WithMaxTest(150).WithEndSize(30);

    [Fact]
    public void Sequential_and_concurrent_runs_have_equal_results_counts_and_outcomes() =>
        Check(async random =>
        {
            var one = await RunAsync(random, RunMode.Sequential);
            var many = await RunAsync(random, RunMode.Concurrent);
            many.Results.ShouldBe(one.Results);
            many.Source.Ends.ShouldBe(one.Source.Ends);
            one.Source.Completed.Count.ShouldBe(random.Items);
            many.Source.ShouldBeAccountedFor();
        });

    [Fact]
    public void Every_value_is_disposed_once_when_its_run_is_cancelled_at_any_point() =>
        Check(async random =>
        {
            foreach (var mode in Enum.GetValues<RunMode>())
            {
                using var cancel = new CancellationTokenSource();
                var outcome = await RunAsync(random, mode, cancel.Cancel, cancel.Token);
                outcome.Cancelled.ShouldBe(cancel.IsCancellationRequested);
                outcome.Source.ShouldBeAccountedFor();
            }
        });

    [Fact]
    public void A_run_that_is_stopped_at_any_point_finishes_its_items_in_flight() =>
        Check(async random =>
        {
            foreach (var mode in Enum.GetValues<RunMode>())
            {
                using var stop = new CancellationTokenSource();
                var outcome = await RunAsync(random, mode, stop.Cancel, stopping: stop.Token);
                outcome.Cancelled.ShouldBeFalse();
                outcome.Source.ShouldBeAccountedFor();
                outcome.Source.Abandoned.Count.ShouldBeLessThanOrEqualTo(1, "only an item that never started is returned");
            }
        });

    [Fact]
    public void Every_value_is_disposed_once_when_its_run_is_faulted_at_any_point() =>
        Check(async random =>
        {
            foreach (var mode in Enum.GetValues<RunMode>())
            {
                var broken = false;
                var outcome = await RunAsync(random, mode, () =>
                {
                    broken = true;
                    throw new PipelineException("disk_full", "no room");
                });
                outcome.Faulted.ShouldBe(broken);
                outcome.Source.ShouldBeAccountedFor();
            }
        });

    private static void Check(Func<RandomPipeline, Task> property) =>
        Prop.ForAll(RandomPipeline.Any, random => property(random).WaitAsync(TestTimeout.Limit)).Check(Cases);

    private static async Task<Outcome> RunAsync(
        RandomPipeline random, RunMode mode, Action? atFuse = null, CancellationToken cancellationToken = default, CancellationToken stopping = default)
    {
        var mint = new Token.Mint();
        var fuse = random.Fuse;
        var pipeline = random.Build(() =>
        {
            if (Interlocked.Decrement(ref fuse) == 0)
            {
                atFuse?.Invoke();
            }
        });
        var source = new RecordingSource<Token>(Enumerable.Range(0, random.Items).Select(i => mint.Make($"i{i}")));
        var results = new List<string>();
        var (cancelled, faulted) = (false, false);
        try
        {
            var options = new RunOptions<Token> { Mode = mode, Stopping = stopping };
            await foreach (var result in pipeline.ResultsInOrder(source, 1 + (random.Fuse % 20), options, cancellationToken))
            {
                results.Add(result.Text);
                result.Dispose();
            }
        }
        catch (OperationCanceledException)
        {
            cancelled = true;
        }
        catch (PipelineException)
        {
            faulted = true;
        }

        mint.AllShouldBeDisposedOnce();
        return new Outcome(results, source, cancelled, faulted);
    }

    private sealed record Outcome(List<string> Results, RecordingSource<Token> Source, bool Cancelled, bool Faulted);
}
