using System.Runtime.CompilerServices;
using Reelmill.Core.Pipelines;
using Reelmill.Core.Running;

namespace Reelmill.Core.Tests.Running;

public sealed class PipelineRunTests
{
    [Theory]
    [InlineData(RunMode.Concurrent)]
    [InlineData(RunMode.Sequential)]
    public async Task Every_kind_of_stage_has_equal_results_in_input_order_in_both_modes(RunMode mode)
    {
        var pipeline = Pipeline.Create<int>("shapes")
            .Map("double", (n, _) => ValueTask.FromResult(n * 2), new StageOptions { Workers = 3 })
            .Filter("no-multiples-of-six", n => n % 6 == 0 ? "multiple of six" : null)
            .Expand("count-up", CountUp, new StageOptions { Workers = 2 })
            .Batch<int>("batch", new BatchOptions(7, TimeSpan.FromMilliseconds(5)), (values, _) => new(values.ToArray()))
            .Gather("join", (values, _) => ValueTask.FromResult(string.Join(',', values)), new StageOptions { Workers = 2 });

        var results = new List<string>();
        await foreach (var result in pipeline.ResultsInOrder(ItemSource.From(Enumerable.Range(1, 100)), options: new RunOptions<int> { Mode = mode }))
        {
            results.Add(result);
        }

        results.ShouldBe(Enumerable.Range(1, 100).Where(n => n % 3 != 0).Select(n => string.Join(',', Enumerable.Range(0, n * 2))));
    }

    [Theory]
    [InlineData(RunMode.Concurrent)]
    [InlineData(RunMode.Sequential)]
    public async Task A_failed_item_is_counted_and_the_others_continue(RunMode mode)
    {
        var pipeline = Pipeline.Create<int>("failing")
            .Map("fail-on-odd", (n, _) => n % 2 == 1 ? throw new ItemException("odd", $"{n} is odd") : ValueTask.FromResult(n), new StageOptions { Workers = 2 });

        var report = await pipeline.RunAsync(Enumerable.Range(0, 1000), new RunOptions<int> { Mode = mode });

        report.Queued.ShouldBe(1000);
        report.Done.ShouldBe(500);
        report.Failed.ShouldBe(500);
        report.Stages.Single().Failed.ShouldBe(500);
    }

    private static async IAsyncEnumerable<int> CountUp(int n, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var i = 0; i < n; i++)
        {
            if (i % 50 == 49)
            {
                await Task.Yield();
            }

            yield return i;
        }
    }
}
