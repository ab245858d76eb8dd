using Reelmill.Core.Running;

namespace Reelmill.Core.Pipelines;

/// <content>How stages are added.</content>
public sealed partial class Pipeline<TIn, TOut>
{
    /// <summary>Adds a stage of the general shape: none, one or many results for each value.</summary>
    /// <param name="name">The stage's name, unique in the pipeline.</param>
    /// <param name="body">What the stage does; called by all its workers at once.</param>
    /// <param name="options">Its tuning; the defaults when null.</param>
    /// <typeparam name="TNext">What the stage gives.</typeparam>
    /// <returns>The longer pipeline.</returns>
    public Pipeline<TIn, TNext> Stage<TNext>(string name, StageBody<TOut, TNext> body, StageOptions? options = null) =>
        Stage(name, () => new BodyStage<TOut, TNext>(body), options);

    /// <summary>Adds a stage with something to set up and tear down.</summary>
    /// <param name="name">The stage's name, unique in the pipeline.</param>
    /// <param name="create">Makes the instance of one worker; called once for each, when the run begins.</param>
    /// <param name="options">Its tuning; the defaults when null.</param>
    /// <typeparam name="TNext">What the stage gives.</typeparam>
    /// <returns>The longer pipeline.</returns>
    public Pipeline<TIn, TNext> Stage<TNext>(string name, Func<Stage<TOut, TNext>> create, StageOptions? options = null) =>
        Add<TNext>(name, (run, index, next) =>
        {
            var tuned = run.OptionsOf(name, options);
            var runner = new StageRunner<TOut>(name, tuned, run, (meter, queue, turns) =>
                new StageWorker<TOut, TNext>(create, index, tuned, run, meter, queue, next, turns));
            return (runner, runner.Inlet);
        });

    /// <summary>Adds a stage that gives one result for each value.</summary>
    /// <param name="name">The stage's name, unique in the pipeline.</param>
    /// <param name="map">What the stage does; called by all its workers at once.</param>
    /// <param name="options">Its tuning; the defaults when null.</param>
    /// <typeparam name="TNext">What the stage gives.</typeparam>
    /// <returns>The longer pipeline.</returns>
    public Pipeline<TIn, TNext> Map<TNext>(string name, Func<TOut, CancellationToken, ValueTask<TNext>> map, StageOptions? options = null) =>
        Stage(name, () => new MapStage<TOut, TNext>(map), options);

    /// <summary>Adds a stage that drops some values, each with a reason.</summary>
    /// <param name="name">The stage's name, unique in the pipeline.</param>
    /// <param name="reasonToDrop">Why a value is dropped, or null to keep it. A dropped value that is disposable is disposed.</param>
    /// <param name="options">Its tuning; the defaults when null.</param>
    /// <returns>The longer pipeline.</returns>
    public Pipeline<TIn, TOut> Filter(string name, Func<TOut, string?> reasonToDrop, StageOptions? options = null) =>
        Stage(name, () => new FilterStage<TOut>(reasonToDrop), options);

    /// <summary>Adds a stage that makes many values of one, each handed on as soon as it is there.</summary>
    /// <param name="name">The stage's name, unique in the pipeline.</param>
    /// <param name="expand">What the stage does; called by all its workers at once.</param>
    /// <param name="options">Its tuning; the defaults when null.</param>
    /// <typeparam name="TNext">What the stage gives.</typeparam>
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

    /// <summary>Adds a stage that handles values together, whatever items they belong to.</summary>
    /// <param name="name">The stage's name, unique in the pipeline.</param>
    /// <param name="batch">When a batch is complete.</param>
    /// <param name="body">What the stage does; called by all its workers at once.</param>
    /// <param name="options">Its tuning; the defaults when null. <see cref="StageOptions.Ordered"/> does not apply.</param>
    /// <typeparam name="TNext">What the stage gives.</typeparam>
    /// <returns>The longer pipeline.</returns>
    public Pipeline<TIn, TNext> Batch<TNext>(string name, BatchOptions batch, BatchBody<TOut, TNext> body, StageOptions? options = null)
    {
        batch.Validate(name);
        return Add<TNext>(name, (run, index, next) =>
        {
            var tuned = run.OptionsOf(name, options);
            var runner = new StageRunner<TOut>(name, tuned, run, (meter, queue, _) =>
                new BatchWorker<TOut, TNext>(body, batch, index, tuned, run, meter, queue, next));
            return (runner, runner.Inlet);
        });
    }

    /// <summary>Adds a stage that handles everything that one item became, once nothing of it is left upstream.</summary>
    /// <param name="name">The stage's name, unique in the pipeline.</param>
    /// <param name="gather">Takes the item's values in the order in which its stages gave them. Not called for an item
    /// that failed, nor for one of which nothing is left.</param>
    /// <param name="options">Its tuning; the defaults when null.</param>
    /// <typeparam name="TNext">What the stage gives.</typeparam>
    /// <returns>The longer pipeline.</returns>
    /// <remarks>What is held back of the items in flight is not bounded by the queue: hand on small records.</remarks>
    public Pipeline<TIn, TNext> Gather<TNext>(
        string name, Func<IReadOnlyList<TOut>, CancellationToken, ValueTask<TNext>> gather, StageOptions? options = null) =>
        Add<TNext>(name, (run, index, next) =>
        {
            var tuned = run.OptionsOf(name, options);
            var runner = new StageRunner<IReadOnlyList<TOut>>(name, tuned, run, (meter, queue, turns) =>
                new StageWorker<IReadOnlyList<TOut>, TNext>(
                    () => new MapStage<IReadOnlyList<TOut>, TNext>(gather), index, tuned, run, meter, queue, next, turns));
            return (runner, new GatherInlet<TOut>(runner.Inlet));
        });

    private Pipeline<TIn, TNext> Add<TNext>(string name, Func<RunContext, int, Inlet<TNext>, (StageRunner Runner, Inlet<TOut> Inlet)> build)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Stages.Contains(name, StringComparer.Ordinal)
            ? throw new ArgumentException($"Pipeline '{Name}' already has a stage '{name}'; give each stage a name of its own.", nameof(name))
            : new Pipeline<TIn, TNext>(Name, new Link<TIn, TOut, TNext>(_segment, name, build));
    }
}
