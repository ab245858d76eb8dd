using System.Diagnostics.CodeAnalysis;
using Reelmill.Core.Pipelines;
using Reelmill.Core.Running;

namespace Reelmill.Core.Tests.Running;

/// <summary>Tests that a stage can replace a permanently failed value by a result, so that the rest of its item continues.</summary>
public sealed class RecoverTests
{
    [Theory]
    [InlineData(RunMode.Concurrent, 1)]
    [InlineData(RunMode.Concurrent, 3)]
    [InlineData(RunMode.Sequential, 3)]
    public async Task A_recovered_value_does_not_fail_its_item(RunMode mode, int attempts)
    {
        var calls = 0;
        var pipeline = Pipeline.Create<int>("parts")
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
    public async Task A_value_that_fails_after_emitting_a_result_fails_its_item()
    {
        var report = await Pipeline.Create<int>("late").Stage("work", static () => new FailsLate()).RunAsync([1]);

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
