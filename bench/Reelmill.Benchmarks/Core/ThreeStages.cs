using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Threading.Channels;
using System.Threading.Tasks.Dataflow;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using Reelmill.Core.Pipelines;
using Reelmill.Core.Running;

namespace Reelmill.Benchmarks.Core;

/// <summary>
/// What the machinery between stages costs: three stages with two workers and a bound of 1,000 each, and one million
/// small values through delegates of asynchronous shape that do almost nothing.
/// </summary>
[MemoryDiagnoser]
[SimpleJob(RunStrategy.Throughput, launchCount: 1, warmupCount: 2, iterationCount: 7, invocationCount: 1)]
[EvaluateOverhead(false)]
public class ThreeStages
{
    internal const int Items = 1_000_000;
    private const int Workers = 2;
    private const int Bound = 1000;

    private static readonly StageOptions Options = new() { Workers = Workers, Queue = Bound };

    private readonly Pipeline<int, int> _pipeline = Pipeline.Create<int>("three-stages")
        .Map("one", AddOneAsync, Options)
        .Map("two", AddOneAsync, Options)
        .Map("three", AddOneAsync, Options);

    [Benchmark(Baseline = true, Description = "hand-written channels", OperationsPerInvoke = Items)]
    public async Task HandWritten()
    {
        var (one, two, three) = (Bounded(), Bounded(), Bounded());
        var work = Task.WhenAll(StageAsync(one, two), StageAsync(two, three), StageAsync(three, null));
        for (var i = 0; i < Items; i++)
        {
            if (!one.Writer.TryWrite(i))
            {
                await one.Writer.WriteAsync(i);
            }
        }

        one.Writer.Complete();
        await work;
    }

    [Benchmark(Description = "Reelmill", OperationsPerInvoke = Items)]
    public async Task<long> Reelmill()
    {
        var report = await _pipeline.RunAsync(Enumerable.Range(0, Items));
        return report.Done == Items ? report.Done : throw new InvalidOperationException($"{report.Done} of {Items} items are done.");
    }

    [Benchmark(Description = "TPL Dataflow", OperationsPerInvoke = Items)]
    public async Task Dataflow()
    {
        var options = new ExecutionDataflowBlockOptions { BoundedCapacity = Bound, MaxDegreeOfParallelism = Workers, EnsureOrdered = false };
        var link = new DataflowLinkOptions { PropagateCompletion = true };
        var one = new TransformBlock<int, int>(static n => AddOneAsync(n, default).AsTask(), options);
        var two = new TransformBlock<int, int>(static n => AddOneAsync(n, default).AsTask(), options);
        var three = new ActionBlock<int>(static n => AddOneAsync(n, default).AsTask(), options);
        one.LinkTo(two, link);
        two.LinkTo(three, link);
        for (var i = 0; i < Items; i++)
        {
            await one.SendAsync(i);
        }

        one.Complete();
        await three.Completion;
    }

    /// <summary>Rx has no bounded queues: everything waits in its operators, so it gets a tenth of the values.</summary>
    [Benchmark(Description = "System.Reactive (unbounded)", OperationsPerInvoke = Items / 10)]
    public async Task Reactive() =>
        await Observable.Range(0, Items / 10, TaskPoolScheduler.Default)
            .Select(static n => Observable.FromAsync(ct => AddOneAsync(n, ct).AsTask())).Merge(Workers)
            .Select(static n => Observable.FromAsync(ct => AddOneAsync(n, ct).AsTask())).Merge(Workers)
            .Select(static n => Observable.FromAsync(ct => AddOneAsync(n, ct).AsTask())).Merge(Workers)
            .LastAsync();

    private static ValueTask<int> AddOneAsync(int n, CancellationToken cancellationToken) => ValueTask.FromResult(n + 1);

    private static Channel<int> Bounded() => Channel.CreateBounded<int>(Bound);

    private static async Task StageAsync(Channel<int> input, Channel<int>? output)
    {
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(() => WorkAsync(input.Reader, output?.Writer))));
        output?.Writer.Complete();
    }

    private static async Task WorkAsync(ChannelReader<int> input, ChannelWriter<int>? output)
    {
        while (await input.WaitToReadAsync())
        {
            while (input.TryRead(out var n))
            {
                var result = await AddOneAsync(n, default);
                if (output is not null && !output.TryWrite(result))
                {
                    await output.WriteAsync(result);
                }
            }
        }
    }
}
