using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Items;

/// <summary>A pipeline on inputs, with options of one type.</summary>
/// <typeparam name="TOptions">The options.</typeparam>
public abstract class InputPipeline<TOptions> : PipelineDefinition
    where TOptions : PipelineOptions, new()
{
    /// <inheritdoc/>
    public sealed override PipelineOptions Defaults => new TOptions();

    /// <summary>Makes a run.</summary>
    /// <param name="services">The library, and what runs on it share.</param>
    /// <param name="options">The options.</param>
    /// <param name="observer">Who is told what happens.</param>
    public abstract LibraryRun Run(RunServices services, TOptions options, RunObserver observer);

    /// <inheritdoc/>
    public sealed override async Task<RunSummary?> RunAsync(
        RunServices services, PipelineOptions options, IEnumerable<MediaInput> inputs, RunObserver observer, CancellationToken stopping, CancellationToken cancellationToken) =>
        await Run(services, (TOptions)options, observer).ExecuteAsync(inputs, stopping, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public sealed override string CatalogName(PipelineOptions options) => CatalogName((TOptions)options);

    /// <inheritdoc/>
    public sealed override PipelineOptions Repeating(PipelineOptions options, string run) => Repeating((TOptions)options, run);

    /// <summary>The name that items have in the catalog.</summary>
    /// <param name="options">The options of a run.</param>
    protected virtual string CatalogName(TOptions options) => Name;

    /// <summary>The options with those of an earlier run.</summary>
    /// <param name="options">The options.</param>
    /// <param name="run">The options of that run, as the catalog has them.</param>
    protected virtual TOptions Repeating(TOptions options, string run) => options;
}
