using Reelmill.Core.Pipelines;
using Reelmill.Core.Running;
using Reelmill.Testing;

namespace Reelmill.Core.Tests.Running;

public sealed class BackpressureTests
{
    [Fact]
    public async Task A_full_queue_blocks_its_writer_at_its_bound()
    {
        var (gate, begun, made) = (new TaskCompletionSource(), 0, 0);
        var run = Pipeline.Create<int>("p")
            .Map("make", (n, _) => { Interlocked.Increment(ref made); return ValueTask.FromResult(n); }, new StageOptions { Queue = 3 })
            .Map("stuck", async (n, _) => { Interlocked.Increment(ref begun); await gate.Task; return n; }, new StageOptions { Workers = 2, Queue = 5 })
            .RunAsync(Enumerable.Range(0, 100));
        const int Expected = 2 + 5 + 1;
        await Eventually.TrueAsync(() => begun == 2 && made == Expected);
        for (var i = 0; i < 1000; i++)
        {
            await Task.Yield();
        }

        made.ShouldBe(Expected, "two in progress, five queued, one waiting for the queue");
        gate.SetResult();
        var report = await run;
        report.Stages[1].QueueMax.ShouldBe(5);
        report.Done.ShouldBe(100);
    }

    [Fact]
    public async Task Bytes_are_bounded_and_a_larger_value_is_admitted_alone()
    {
        var (bytes, maxBytes, alone) = (0L, 0L, true);
        var gate = new Lock();
        var run = Pipeline.Create<int>("p")
            .Map("make", (n, _) => ValueTask.FromResult(new Block(n % 10 == 0 ? 500 : 30)))
            .Map("use", async (block, _) =>
            {
                lock (gate)
                {
                    bytes += block.Real;
                    maxBytes = Math.Max(maxBytes, block.Real > 100 ? 0 : bytes);
                    alone &= block.Real <= 100 || bytes == block.Real;
                }

                await Task.Yield();
                lock (gate)
                {
                    bytes -= block.Real;
                }

                block.Dispose();
                return 0;
            }, new StageOptions { Workers = 8, QueueBytes = 100 })
            .RunAsync(Enumerable.Range(0, 300));
        (await run.WaitAsync(TestTimeout.Limit)).Done.ShouldBe(300);
        maxBytes.ShouldBeLessThanOrEqualTo(100);
        alone.ShouldBeTrue();
    }

    [Fact]
    public async Task A_cancellation_releases_writers_that_wait_for_bytes()
    {
        using var cancel = new CancellationTokenSource();
        var source = new RecordingSource<int>(Enumerable.Range(0, 100));
        var run = Pipeline.Create<int>("p")
            .Map("make", (_, _) => ValueTask.FromResult(new Block(90)), new StageOptions { Workers = 3 })
            .Map("stuck", async (block, ct) => { await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct); return block; }, new StageOptions { QueueBytes = 100 })
            .RunAsync(source, cancellationToken: cancel.Token);
        await Eventually.TrueAsync(() => source.Received >= 10);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(run.WaitAsync(TestTimeout.Limit));
        source.ShouldBeAccountedFor();
    }

    [Fact]
    public async Task A_slow_last_stage_bounds_every_queue_and_the_intake()
    {
        var (received, done, furthest) = (0, 0, 0);
        IEnumerable<int> Items()
        {
            for (; received < 3000; received++)
            {
                furthest = Math.Max(furthest, received - done);
                yield return received;
            }
        }

        var options = new StageOptions { Workers = 2, Queue = 4 };
        var report = await Pipeline.Create<int>("p")
            .Map("fast", (n, _) => ValueTask.FromResult(n), options)
            .Map("faster", (n, _) => ValueTask.FromResult(n), options)
            .Map("slow", async (n, _) =>
            {
                for (var i = 0; i < 100; i++)
                {
                    await Task.Yield();
                }

                Interlocked.Increment(ref done);
                return n;
            }, options)
            .RunAsync(Items());
        report.Done.ShouldBe(3000);
        furthest.ShouldBeLessThanOrEqualTo((3 * (2 + 4)) + 1);
        report.Stages.ShouldAllBe(s => s.QueueMax <= 4);
    }

    [Fact]
    public async Task The_intake_runs_at_most_a_window_ahead_of_the_consumer()
    {
        var (received, taken) = (0, 0);
        IEnumerable<int> Items()
        {
            for (; received < 500; received++)
            {
                (received - taken).ShouldBeLessThanOrEqualTo(10);
                yield return received;
            }
        }

        var expected = 0;
        await foreach (var result in Pipeline.Create<int>("p")
            .Map("any-order", async (n, _) => { await Task.Yield(); return n; }, new StageOptions { Workers = 4, Queue = 100 })
            .ResultsInOrder(ItemSource.From(Items()), window: 10))
        {
            result.ShouldBe(expected++);
            Interlocked.Increment(ref taken);
        }

        expected.ShouldBe(500);
    }

    /// <summary>A buffer that has no size after it is disposed, like a pooled buffer.</summary>
    private sealed class Block(long size) : ISized, IDisposable
    {
        private bool _disposed;

        public long Real => size;

        public long SizeInBytes => _disposed ? 0 : size;

        public void Dispose() => _disposed = true;
    }
}
