using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Reelmill.Core.Reporting;
using Reelmill.Core.Running;

namespace Reelmill.Core.Pipelines;

/// <summary>Creates pipeline definitions.</summary>
public static class Pipeline
{
    /// <summary>Creates a pipeline without stages.</summary>
    /// <param name="name">The pipeline's name in reports, metrics and traces.</param>
    /// <typeparam name="T">The type of an item.</typeparam>
    /// <returns>The definition to add stages to.</returns>
    public static Pipeline<T, T> Create<T>(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new Pipeline<T, T>(name, new EmptyChain<T>());
    }
}

/// <summary>
/// The definition of a pipeline: a typed chain of stages. Each method returns a new definition. One definition can run any
/// number of times, in parallel too. Concurrent and sequential runs have equal results.
/// </summary>
/// <typeparam name="TIn">The type of an item.</typeparam>
/// <typeparam name="TOut">The output of the last stage.</typeparam>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed partial class Pipeline<TIn, TOut>
{
    private readonly StageChain<TIn, TOut> _chain;

    internal Pipeline(string name, StageChain<TIn, TOut> chain)
    {
        Name = name;
        _chain = chain;
    }

    /// <summary>The pipeline's name in reports, metrics and traces.</summary>
    public string Name { get; }

    /// <summary>The names of the stages, in order.</summary>
    public IReadOnlyList<string> Stages => _chain.Stages;

    /// <summary>Runs the pipeline for its effects, without returning results.</summary>
    /// <param name="source">The source of the items, which also receives their outcomes.</param>
    /// <param name="options">The options of the run; the defaults when null.</param>
    /// <param name="cancellationToken">Cancels the run; items in flight are abandoned.</param>
    /// <returns>The report of the run, which counts failed items.</returns>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    /// <exception cref="PipelineException">A stage or the source ended the run.</exception>
    /// <exception cref="ArgumentException">An option is out of range, or names a stage that is not there.</exception>
    public async Task<RunReport> RunAsync(
        IItemSource<TIn> source, RunOptions<TIn>? options = null, CancellationToken cancellationToken = default)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var run = Prepare(options ??= new(), cancellation);
        var items = new ItemTrackers<TIn>(run, source, options.IdSelector);
        var work = new PipelineRun<TIn>(run, options, source, items, _chain.Build(run, new EndInlet<TOut>()), null);

        // A source or a stage that never yields must not block the caller.
        return await Task.Run(work.ExecuteAsync).ConfigureAwait(false);
    }

    /// <summary>Runs the pipeline over a sequence; see <see cref="RunAsync(IItemSource{TIn}, RunOptions{TIn}?, CancellationToken)"/>.</summary>
    /// <inheritdoc cref="RunAsync(IItemSource{TIn}, RunOptions{TIn}?, CancellationToken)"/>
    public Task<RunReport> RunAsync(
        IEnumerable<TIn> items, RunOptions<TIn>? options = null, CancellationToken cancellationToken = default) =>
        RunAsync(ItemSource.From(items), options, cancellationToken);

    /// <summary>Runs the pipeline and streams the results as they become available.</summary>
    /// <param name="source">The source of the items, which also receives their outcomes.</param>
    /// <param name="options">The options of the run; the defaults when null.</param>
    /// <param name="cancellationToken">Cancels the run; so does leaving the enumeration early.</param>
    /// <returns>The results. A slow consumer slows down the pipeline. An item may emit results before it fails: watch
    /// <see cref="RunOptions{T}.Events"/>, or use <see cref="ResultsInOrder"/>.</returns>
    public async IAsyncEnumerable<TOut> Results(
        IItemSource<TIn> source, RunOptions<TIn>? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var run = Prepare(options ??= new(), cancellation);
        var items = new ItemTrackers<TIn>(run, source, options.IdSelector);
        var results = Channel.CreateBounded<TOut>(64);
        var first = _chain.Build(run, new ResultInlet<TOut>(results.Writer, run.Cancelled));
        var work = ExecuteAsync(new PipelineRun<TIn>(run, options, source, items, first, null), results.Writer.Complete);
        await foreach (var result in ReadAsync(results.Reader.ReadAllAsync(CancellationToken.None), work, () => Discard(results.Reader), cancellation).ConfigureAwait(false))
        {
            yield return result;
        }
    }

    /// <summary>Runs the pipeline and streams the results in input order.</summary>
    /// <param name="source">The source of the items, which also receives their outcomes.</param>
    /// <param name="window">The maximum number of items in flight or waiting for an earlier one, 1 to 1,000,000.</param>
    /// <param name="options">The options of the run; the defaults when null.</param>
    /// <param name="cancellationToken">Cancels the run; so does leaving the enumeration early.</param>
    /// <returns>The results of the first item, then those of the second, and so on. The results of an item are in the order
    /// in which its stages emitted them. A failed item has none.</returns>
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
        var items = new ItemTrackers<TIn>(run, source, options.IdSelector) { Settled = order.Settled };
        var first = _chain.Build(run, new CollectInlet<TOut>());
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
            // The caller must be able to read results during a sequential run.
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
            var near = NearestName.Find(name, Stages) is { } nearest ? $" Did you mean '{nearest}'?" : string.Empty;
            throw new ArgumentException($"Pipeline '{Name}' has no stage '{name}'; it has {string.Join(", ", Stages)}.{near}");
        }

        if (options.ProgressInterval <= TimeSpan.Zero)
        {
            throw new ArgumentException($"Pipeline '{Name}': the progress interval is {options.ProgressInterval}; it must be more than zero.");
        }

        return new RunContext(Name, options.Mode, options.Stages, options.Budgets, options.Events, options.Time, cancellation);
    }
}
