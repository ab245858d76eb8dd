using Reelmill.Core.Pipelines;
using Reelmill.Core.Running;

namespace Reelmill.Core.Tests.Pipelines;

public sealed class PipelineTests
{
    private static readonly Pipeline<int, int> TwoStages = Pipeline.Create<int>("mine")
        .Map("fetch", (n, _) => ValueTask.FromResult(n))
        .Map("detect", (n, _) => ValueTask.FromResult(n));

    [Fact]
    public async Task An_unknown_stage_in_the_options_is_refused_with_a_suggestion() =>
        (await Should.ThrowAsync<ArgumentException>(TwoStages.RunAsync([1], Tuned("detct", new()))))
            .Message.ShouldBe("Pipeline 'mine' has no stage 'detct'; it has fetch, detect. Did you mean 'detect'?");

    [Theory]
    [InlineData(0, null, null, "Stage 'fetch': workers is 0; it must be 1 to 1024.")]
    [InlineData(null, 0, null, "Stage 'fetch': queue is 0; it must be 1 to 1000000.")]
    [InlineData(null, null, 0L, "Stage 'fetch': queue-bytes is 0; it must be at least 1.")]
    public async Task An_option_out_of_range_is_refused_before_anything_runs(int? workers, int? queue, long? bytes, string message) =>
        (await Should.ThrowAsync<ArgumentException>(
            TwoStages.RunAsync([1], Tuned("fetch", new() { Workers = workers, Queue = queue, QueueBytes = bytes })))).Message.ShouldBe(message);

    [Fact]
    public void Two_stages_with_one_name_are_refused() =>
        Should.Throw<ArgumentException>(() => TwoStages.Map("fetch", (n, _) => ValueTask.FromResult(n))).Message.ShouldContain("already has a stage 'fetch'");

    [Fact]
    public async Task Tuning_of_a_run_overrides_the_pipeline()
    {
        var report = await TwoStages.Map("save", (n, _) => ValueTask.FromResult(n), new() { Workers = 2, Queue = 50 })
            .RunAsync([1], Tuned("save", new() { Workers = 3 }));
        (report.Stages[2].Workers, report.Stages[2].QueueBound).ShouldBe((3, 50));
        (report.Stages[0].Workers, report.Stages[0].QueueBound).ShouldBe((1, 8));
    }

    [Theory]
    [InlineData(RunMode.Concurrent)]
    [InlineData(RunMode.Sequential)]
    public async Task An_item_with_ten_thousand_values_is_done_once_when_all_are(RunMode mode)
    {
        var seen = 0;
        var report = await Pipeline.Create<int>("p")
            .Expand("expand", (n, _) => Enumerable.Range(0, n).ToAsyncEnumerable())
            .Map("count", (n, _) => { Interlocked.Increment(ref seen); return ValueTask.FromResult(n); }, new() { Workers = 4 })
            .Gather("gather", (all, _) => all.SequenceEqual(Enumerable.Range(0, all.Count)) ? ValueTask.FromResult(all.Count) : throw new InvalidOperationException("out of order"))
            .RunAsync([10_000, 10_000], new() { Mode = mode });
        (seen, report.Done, report.Stages[2].In).ShouldBe((20_000, 2, 2));
    }

    [Fact]
    public async Task An_ordered_stage_emits_results_in_input_order()
    {
        var results = new List<int>();
        await foreach (var n in Pipeline.Create<int>("p")
            .Map("shuffle", async (n, _) =>
            {
                for (var i = 0; i < n * 7 % 5; i++)
                {
                    await Task.Yield();
                }

                return n;
            }, new() { Workers = 4, Ordered = true })
            .Results(ItemSource.From(Enumerable.Range(0, 500))))
        {
            results.Add(n);
        }

        results.ShouldBe(Enumerable.Range(0, 500));
    }

    [Theory]
    [InlineData(RunMode.Concurrent)]
    [InlineData(RunMode.Sequential)]
    public async Task A_stateful_stage_has_one_worker_despite_tuning(RunMode mode)
    {
        var ran = 0;
        var pipeline = TwoStages.Map("decide", (n, _) => ValueTask.FromResult(ran += n), new() { Stateful = true });

        var refused = await Should.ThrowAsync<ArgumentException>(pipeline.RunAsync([1], Tuned("decide", new() { Workers = 2 }) with { Mode = mode }));
        await pipeline.RunAsync([1], Tuned("decide", new() { Workers = 1, Stateful = false }) with { Mode = mode });

        refused.Message.ShouldStartWith("workers.decide is 2; it must be 1:");
        ran.ShouldBe(1);
    }

    [Fact]
    public async Task Tuning_cannot_clear_the_order_of_a_stage()
    {
        var pipeline = Pipeline.Create<int>("p").Map("shuffle", async (n, _) =>
        {
            for (var i = 0; i < n * 7 % 5; i++)
            {
                await Task.Yield();
            }

            return n;
        }, new() { Ordered = true });
        var results = new List<int>();
        await foreach (var n in pipeline.Results(ItemSource.From(Enumerable.Range(0, 500)), Tuned("shuffle", new() { Workers = 4, Ordered = false })))
        {
            results.Add(n);
        }

        results.ShouldBe(Enumerable.Range(0, 500));
    }

    private static RunOptions<int> Tuned(string stage, StageOptions options) => new() { Stages = new Dictionary<string, StageOptions>(StringComparer.Ordinal) { [stage] = options } };
}
