using Reelmill.Core.Pipelines;
using Reelmill.Core.Running;
using Reelmill.Testing;

namespace Reelmill.Core.Tests.Running;

public sealed class BatchWorkerTests
{
    private readonly List<int> _sizes = [];

    [Fact]
    public async Task A_batch_can_be_larger_than_its_queue_and_the_last_one_partial()
    {
        var report = await CreatePipeline(new BatchOptions(40, TimeSpan.FromHours(1)), new StageOptions { Queue = 3 })
            .RunAsync(Enumerable.Range(0, 100));
        report.Done.ShouldBe(100);
        _sizes.ShouldBe([40, 40, 20]);
    }

    [Fact]
    public async Task A_partial_batch_is_processed_when_its_time_is_up()
    {
        var time = new ManualTimeProvider();
        var more = new TaskCompletionSource();
        async IAsyncEnumerable<int> Items()
        {
            yield return 1;
            yield return 2;
            await more.Task;
            yield return 3;
        }

        var run = CreatePipeline(new BatchOptions(100, TimeSpan.FromSeconds(2)), null)
            .RunAsync(ItemSource.From(Items()), new RunOptions<int> { Time = time });
        await Eventually.TrueAsync(() => time.ArmedTimers == 1);
        time.Advance(TimeSpan.FromSeconds(1.9));
        _sizes.ShouldBeEmpty();
        time.Advance(TimeSpan.FromSeconds(0.2));
        await Eventually.TrueAsync(() => _sizes.Count == 1);
        more.SetResult();
        await run;
        _sizes.Sum().ShouldBe(3);
    }

    [Fact]
    public async Task One_bad_value_of_a_batch_fails_alone()
    {
        var source = new RecordingSource<int>(Enumerable.Range(0, 20));
        var report = await Pipeline.Create<int>("p")
            .Batch<int>("batch", new BatchOptions(20, TimeSpan.FromHours(1)), (all, _) =>
                all.Contains(13) ? throw new ItemException("unlucky", "13") : new(all.ToArray()))
            .RunAsync(source);
        (report.Done, report.Failed).ShouldBe((19, 1));
        source.Completed.Single(r => r.Outcome == ItemOutcome.Failed).Input.ShouldBe(13);
    }

    [Fact]
    public async Task A_batch_with_too_few_results_fails_with_a_message()
    {
        var source = new RecordingSource<int>([1]);
        await Pipeline.Create<int>("p")
            .Batch<int>("batch", new BatchOptions(1, TimeSpan.Zero), (_, _) => new([]))
            .RunAsync(source);
        source.Completed.Single().Failure!.Message.ShouldContain("returned 0 results for a batch of 1");
    }

    [Fact]
    public void A_batch_of_no_values_is_refused_when_the_pipeline_is_built() =>
        Should.Throw<ArgumentException>(() => CreatePipeline(new BatchOptions(0, TimeSpan.Zero), null)).Message.ShouldContain("'batch'");

    private Pipeline<int, int> CreatePipeline(BatchOptions batch, StageOptions? options) =>
        Pipeline.Create<int>("p").Batch<int>("batch", batch, (all, _) =>
        {
            _sizes.Add(all.Count);
            return new(all.ToArray());
        }, options);
}
