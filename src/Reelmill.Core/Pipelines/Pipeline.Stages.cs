using Reelmill.Core.Running;

namespace Reelmill.Core.Pipelines;

/// <content>The methods that add stages.</content>
public sealed partial class Pipeline<TIn, TOut>
{
    /// <summary>Adds a general stage, with any number of results for each value.</summary>
    /// <param name="name">The stage's name, unique in the pipeline.</param>
    /// <param name="body">The delegate of the stage, called by all workers concurrently.</param>
    /// <param name="options">The tuning of the stage; the defaults when null.</param>
    /// <typeparam name="TNext">The output of the stage.</typeparam>
    /// <returns>The longer pipeline.</returns>
    public Pipeline<TIn, TNext> Stage<TNext>(string name, StageBody<TOut, TNext> body, StageOptions? options = null) =>
        Stage(name, () => new DelegateStage<TOut, TNext>(body), options);

    /// <summary>Adds a stage with setup and teardown.</summary>
    /// <param name="name">The stage's name, unique in the pipeline.</param>
    /// <param name="create">Creates the instance of one worker; called once for each worker, when the run begins.</param>
    /// <param name="options">The tuning of the stage; the defaults when null.</param>
    /// <typeparam name="TNext">The output of the stage.</typeparam>
    /// <returns>The longer pipeline.</returns>
    public Pipeline<TIn, TNext> Stage<TNext>(string name, Func<Stage<TOut, TNext>> create, StageOptions? options = null) =>
        Add<TNext>(name, (run, index, next) =>
        {
            var tuned = run.ResolveOptions(name, options);
            var runner = new StageRunner<TOut>(name, tuned, run, (meter, queue, turns) =>
                new StageWorker<TOut, TNext>(create, index, tuned, run, meter, queue, next, turns));
            return (runner, runner.Inlet);
        });

    /// <summary>Adds a stage with one result for each value.</summary>
    /// <param name="name">The stage's name, unique in the pipeline.</param>
    /// <param name="map">The delegate of the stage, called by all workers concurrently.</param>
    /// <param name="options">The tuning of the stage; the defaults when null.</param>
    /// <typeparam name="TNext">The output of the stage.</typeparam>
    /// <returns>The longer pipeline.</returns>
    public Pipeline<TIn, TNext> Map<TNext>(string name, Func<TOut, CancellationToken, ValueTask<TNext>> map, StageOptions? options = null) =>
        Stage(name, () => new MapStage<TOut, TNext>(map), options);

    /// <summary>Adds a stage that drops some values, each with a reason.</summary>
    /// <param name="name">The stage's name, unique in the pipeline.</param>
    /// <param name="reasonToDrop">Returns the reason to drop a value, or null to keep it. A dropped value that is disposable is disposed.</param>
    /// <param name="options">The tuning of the stage; the defaults when null.</param>
    /// <returns>The longer pipeline.</returns>
    public Pipeline<TIn, TOut> Filter(string name, Func<TOut, string?> reasonToDrop, StageOptions? options = null) =>
        Stage(name, () => new FilterStage<TOut>(reasonToDrop), options);

    /// <summary>Adds a stage with many results for each value. Each result moves on as soon as it is available.</summary>
    /// <param name="name">The stage's name, unique in the pipeline.</param>
    /// <param name="expand">The delegate of the stage, called by all workers concurrently.</param>
    /// <param name="options">The tuning of the stage; the defaults when null.</param>
    /// <typeparam name="TNext">The output of the stage.</typeparam>
    /// <returns>The longer pipeline.</returns>
    public Pipeline<TIn, TNext> Expand<TNext>(
        string name, Func<TOut, CancellationToken, IAsyncEnumerable<TNext>> expand, StageOptions? options = null) =>
        Stage<TNext>(name, async (value, output, cancellationToken) =>
        {
            await foreach (var next in expand(value, cancellationToken).ConfigureAwait(false))
            {
                await output.EmitAsync(next).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }, options);

    /// <summary>Adds a stage that processes values in batches, across items.</summary>
    /// <param name="name">The stage's name, unique in the pipeline.</param>
    /// <param name="batch">The bounds of a batch.</param>
    /// <param name="body">The delegate of the stage, called by all workers concurrently.</param>
    /// <param name="options">The tuning of the stage; the defaults when null. <see cref="StageOptions.Ordered"/> does not apply.</param>
    /// <typeparam name="TNext">The output of the stage.</typeparam>
    /// <returns>The longer pipeline.</returns>
    public Pipeline<TIn, TNext> Batch<TNext>(string name, BatchOptions batch, BatchBody<TOut, TNext> body, StageOptions? options = null)
    {
        batch.Validate(name);
        return Add<TNext>(name, (run, index, next) =>
        {
            var tuned = run.ResolveOptions(name, options);
            var runner = new StageRunner<TOut>(name, tuned, run, (meter, queue, _) =>
                new BatchWorker<TOut, TNext>(body, batch, index, tuned, run, meter, queue, next));
            return (runner, runner.Inlet);
        });
    }

    /// <summary>Adds a stage that processes all values of an item together, once none of them is left upstream.</summary>
    /// <param name="name">The stage's name, unique in the pipeline.</param>
    /// <param name="gather">Takes the item's values in the order in which its stages emitted them. Not called for an item
    /// that failed, or that has no values left.</param>
    /// <param name="options">The tuning of the stage; the defaults when null.</param>
    /// <typeparam name="TNext">The output of the stage.</typeparam>
    /// <returns>The longer pipeline.</returns>
    /// <remarks>The queue does not bound the buffered values of items in flight: emit small records.</remarks>
    public Pipeline<TIn, TNext> Gather<TNext>(
        string name, Func<IReadOnlyList<TOut>, CancellationToken, ValueTask<TNext>> gather, StageOptions? options = null) =>
        Add<TNext>(name, (run, index, next) =>
        {
            var tuned = run.ResolveOptions(name, options);
            var runner = new StageRunner<IReadOnlyList<TOut>>(name, tuned, run, (meter, queue, turns) =>
                new StageWorker<IReadOnlyList<TOut>, TNext>(
                    () => new MapStage<IReadOnlyList<TOut>, TNext>(gather), index, tuned, run, meter, queue, next, turns));
            return (runner, new GatherInlet<TOut>(runner.Inlet));
        });

    private Pipeline<TIn, TNext> Add<TNext>(string name, Func<RunContext, int, Inlet<TNext>, (StageRunner Runner, Inlet<TOut> Inlet)> build)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Stages.Contains(name, StringComparer.Ordinal)
            ? throw new ArgumentException($"Pipeline '{Name}' already has a stage '{name}'; give each stage a unique name.", nameof(name))
            : new Pipeline<TIn, TNext>(Name, new ChainLink<TIn, TOut, TNext>(_chain, name, build));
    }
}
