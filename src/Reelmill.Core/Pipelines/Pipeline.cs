using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Reelmill.Core.Reporting;
using Reelmill.Core.Running;

namespace Reelmill.Core.Pipelines;

/// <summary>Where a pipeline's definition begins.</summary>
public static class Pipeline
{
    /// <summary>A pipeline that has no stages yet.</summary>
    /// <param name="name">The name under which reports, metrics and traces show it.</param>
    /// <typeparam name="T">What an item is.</typeparam>
    /// <returns>The definition to add stages to.</returns>
    public static Pipeline<T, T> Of<T>(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new Pipeline<T, T>(name, new Root<T>());
    }
}

/// <summary>
/// The definition of a pipeline: a typed chain of stages. Each method gives a new definition; one definition can be
/// run any number of times, also at once, concurrently or sequentially with equal results.
/// </summary>
/// <typeparam name="TIn">What an item is.</typeparam>
/// <typeparam name="TOut">What the last stage gives.</typeparam>
/// <remarks>Immutable, so safe for any number of threads.</remarks>
public sealed partial class Pipeline<TIn, TOut>
{
    private readonly Segment<TIn, TOut> _segment;

    internal Pipeline(string name, Segment<TIn, TOut> segment)
    {
        Name = name;
        _segment = segment;
    }

    /// <summary>The name under which reports, metrics and traces show the pipeline.</summary>
    public string Name { get; }

    /// <summary>The names of the stages, in order.</summary>
    public IReadOnlyList<string> Stages => _segment.Stages;

    /// <summary>Runs the pipeline for its effects: what reaches the end is not kept.</summary>
    /// <param name="source">Where the items come from and where their end is told.</param>
    /// <param name="options">How to run; the defaults when null.</param>
    /// <param name="cancellationToken">Cancels the run: what is in flight is abandoned.</param>
    /// <returns>What the run did. Failed items are in it as data.</returns>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    /// <exception cref="PipelineException">A stage or the source ended the run.</exception>
    /// <exception cref="ArgumentException">An option is out of range, or names a stage that is not there.</exception>
    public async Task<RunReport> RunAsync(
        IItemSource<TIn> source, RunOptions<TIn>? options = null, CancellationToken cancellationToken = default)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var run = Prepare(options ??= new(), cancellation);
        var items = new ItemTrackers<TIn>(run, source, options.IdOf);
        var work = new PipelineRun<TIn>(run, options, source, items, _segment.Build(run, new EndInlet<TOut>()), null);

        // A source or a stage that never waits must not keep the caller from going on.
        return await Task.Run(work.ExecuteAsync).ConfigureAwait(false);
    }

    /// <summary>Runs the pipeline over a sequence; see <see cref="RunAsync(IItemSource{TIn}, RunOptions{TIn}?, CancellationToken)"/>.</summary>
    /// <inheritdoc cref="RunAsync(IItemSource{TIn}, RunOptions{TIn}?, CancellationToken)"/>
    public Task<RunReport> RunAsync(
        IEnumerable<TIn> items, RunOptions<TIn>? options = null, CancellationToken cancellationToken = default) =>
        RunAsync(ItemSource.From(items), options, cancellationToken);

    /// <summary>Runs the pipeline and gives what reaches the end, as it comes.</summary>
    /// <param name="source">Where the items come from and where their end is told.</param>
    /// <param name="options">How to run; the defaults when null.</param>
    /// <param name="cancellationToken">Cancels the run; so does leaving the enumeration early.</param>
    /// <returns>The results. A caller that takes them slowly slows the pipeline down. An item that fails may have given
    /// some before: see <see cref="RunOptions{T}.Events"/>, or take <see cref="ResultsInOrder"/>.</returns>
    public async IAsyncEnumerable<TOut> Results(
        IItemSource<TIn> source, RunOptions<TIn>? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var run = Prepare(options ??= new(), cancellation);
        var items = new ItemTrackers<TIn>(run, source, options.IdOf);
        var results = Channel.CreateBounded<TOut>(64);
        var first = _segment.Build(run, new ResultInlet<TOut>(results.Writer, run.Cancelled));
        var work = ExecuteAsync(new PipelineRun<TIn>(run, options, source, items, first, null), results.Writer.Complete);
        await foreach (var result in ReadAsync(results.Reader.ReadAllAsync(CancellationToken.None), work, () => Discard(results.Reader), cancellation).ConfigureAwait(false))
        {
            yield return result;
        }
    }

    /// <summary>Runs the pipeline and gives what reaches the end in input order.</summary>
    /// <param name="source">Where the items come from and where their end is told.</param>
    /// <param name="window">How many items may be in flight or wait for an earlier one, 1 to 1,000,000.</param>
    /// <param name="options">How to run; the defaults when null.</param>
    /// <param name="cancellationToken">Cancels the run; so does leaving the enumeration early.</param>
    /// <returns>The results: those of the first item, then those of the second; an item's own in the order in which
    /// its stages gave them. Failed items give none.</returns>
    public async IAsyncEnumerable<TOut> ResultsInOrder(
        IItemSource<TIn> source,
        int window = 64,
        RunOptions<TIn>? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(window, Math.Clamp(window, 1, 1_000_000));
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var order = new ReorderWindow<TOut>(window);
        var run = Prepare(options ??= new(), cancellation);
        var items = new ItemTrackers<TIn>(run, source, options.IdOf) { Settled = order.Settled };
        var first = _segment.Build(run, new CollectInlet<TOut>());
        var work = ExecuteAsync(new PipelineRun<TIn>(run, options, source, items, first, order.EnterAsync), _ => order.Complete());
        await foreach (var result in ReadAsync(order.ReadAsync(), work, order.Discard, cancellation).ConfigureAwait(false))
        {
            yield return result;
        }
    }

    private static async Task ExecuteAsync(PipelineRun<TIn> run, Action<Exception?> complete)
    {
        try
        {
            // The caller must be able to read while a sequential run works.
            await Task.Run(run.ExecuteAsync).ConfigureAwait(false);
        }
        finally
        {
            complete(null);
        }
    }

    private static void Discard(ChannelReader<TOut> results)
    {
        while (results.TryRead(out var result))
        {
            (result as IDisposable)?.Dispose();
        }
    }

    private static async IAsyncEnumerable<TOut> ReadAsync(
        IAsyncEnumerable<TOut> results, Task work, Action discard, CancellationTokenSource cancellation)
    {
        var complete = false;
        try
        {
            await foreach (var result in results.ConfigureAwait(false))
            {
                yield return result;
            }

            complete = true;
        }
        finally
        {
            if (!complete)
            {
                await cancellation.CancelAsync().ConfigureAwait(false);
            }

            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            discard();
        }

        await work.ConfigureAwait(false);
    }

    private RunContext Prepare(RunOptions<TIn> options, CancellationTokenSource cancellation)
    {
        foreach (var name in options.Stages.Keys.Where(name => !Stages.Contains(name, StringComparer.Ordinal)))
        {
            var near = NearestName.Of(name, Stages) is { } nearest ? $" Did you mean '{nearest}'?" : string.Empty;
            throw new ArgumentException($"Pipeline '{Name}' has no stage '{name}'; it has {string.Join(", ", Stages)}.{near}");
        }

        if (options.ProgressInterval <= TimeSpan.Zero)
        {
            throw new ArgumentException($"Pipeline '{Name}': the progress interval is {options.ProgressInterval}; it must be more than zero.");
        }

        return new RunContext(Name, options.Mode, options.Stages, options.Budgets, options.Events, options.Time, cancellation);
    }
}
