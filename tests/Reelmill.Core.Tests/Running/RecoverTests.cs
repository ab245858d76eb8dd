using System.Diagnostics.CodeAnalysis;
using Reelmill.Core.Pipelines;
using Reelmill.Core.Running;

namespace Reelmill.Core.Tests.Running;

/// <summary>A stage may turn what fails for good into a result, so that the other parts of its item go on.</summary>
public sealed class RecoverTests
{
    [Theory]
    [InlineData(RunMode.Concurrent, 1)]
    [InlineData(RunMode.Concurrent, 3)]
    [InlineData(RunMode.Sequential, 3)]
    public async Task A_part_that_fails_is_data_and_the_other_parts_are_done(RunMode mode, int attempts)
    {
        var calls = 0;
        var pipeline = Pipeline.Of<int>("parts")
            .Expand("divide", static (n, _) => Enumerable.Range(0, n).ToAsyncEnumerable())
            .Stage("work", () => new OddFails(() => Interlocked.Increment(ref calls)), new StageOptions { Workers = 3, Retry = new RetryOptions { Attempts = attempts, Delay = TimeSpan.FromMilliseconds(1) } })
            .Gather("join", static (values, _) => ValueTask.FromResult(string.Join(',', values)));

        var results = new List<string>();
        await foreach (var result in pipeline.ResultsInOrder(ItemSource.From([5, 2]), options: new RunOptions<int> { Mode = mode }))
        {
            results.Add(result);
        }

        results.ShouldBe([$"0,odd {attempts},2,odd {attempts},4", $"0,odd {attempts}"]);
        calls.ShouldBe(4 + (3 * attempts));
    }

    [Fact]
    public async Task What_has_given_a_result_before_it_failed_fails_its_item()
    {
        var report = await Pipeline.Of<int>("late").Stage("work", static () => new FailsLate()).RunAsync([1]);

        (report.Done, report.Failed).ShouldBe((0, 1));
    }

    private sealed class OddFails(Action called) : Stage<int, string>
    {
        public override async ValueTask ProcessAsync(int value, StageOutput<string> output, CancellationToken cancellationToken)
        {
            called();
            await Task.Yield();
            await output.EmitAsync(value % 2 == 0 ? $"{value}" : throw new ItemException("odd", "it is odd", transient: true));
        }

        public override bool TryRecover(int value, ItemFailure failure, [MaybeNullWhen(false)] out string result)
        {
            result = $"{failure.Code} {failure.Attempts}";
            return true;
        }
    }

    private sealed class FailsLate : Stage<int, string>
    {
        public override async ValueTask ProcessAsync(int value, StageOutput<string> output, CancellationToken cancellationToken)
        {
            await output.EmitAsync("first");
            throw new ItemException("late", "it failed late");
        }

        public override bool TryRecover(int value, ItemFailure failure, [MaybeNullWhen(false)] out string result)
        {
            result = "recovered";
            return true;
        }
    }
}
