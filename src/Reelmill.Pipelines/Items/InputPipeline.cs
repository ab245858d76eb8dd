using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Items;

/// <summary>A pipeline that processes inputs, with options of one type.</summary>
/// <typeparam name="TOptions">The type of the options.</typeparam>
public abstract class InputPipeline<TOptions> : PipelineDefinition
    where TOptions : PipelineOptions, new()
{
    /// <inheritdoc/>
    public sealed override PipelineOptions Defaults => new TOptions();

    /// <summary>Creates a run.</summary>
    /// <param name="services">The library and the services that its runs share.</param>
    /// <param name="options">The options.</param>
    /// <param name="observer">Receives the events of the run.</param>
    public abstract LibraryRun Run(RunServices services, TOptions options, RunObserver observer);

    /// <inheritdoc/>
    public sealed override async Task<RunSummary?> RunAsync(
        RunServices services, PipelineOptions options, IEnumerable<MediaInput> inputs, RunObserver observer, CancellationToken stopping, CancellationToken cancellationToken) =>
        await Run(services, (TOptions)options, observer).ExecuteAsync(inputs, stopping, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public sealed override string CatalogName(PipelineOptions options) => CatalogName((TOptions)options);

    /// <inheritdoc/>
    public sealed override PipelineOptions RestoreOptions(PipelineOptions options, string run) => RestoreOptions((TOptions)options, run);

    /// <summary>Returns the pipeline name of the items in the catalog.</summary>
    /// <param name="options">The options of a run.</param>
    protected virtual string CatalogName(TOptions options) => Name;

    /// <summary>Returns the options with those of an earlier run restored.</summary>
    /// <param name="options">The options.</param>
    /// <param name="run">The options of that run, as stored in the catalog.</param>
    protected virtual TOptions RestoreOptions(TOptions options, string run) => options;
}
