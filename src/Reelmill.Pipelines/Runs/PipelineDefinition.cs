using Reelmill.Library.Catalog;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Services;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Pipelines.Runs;

/// <summary>The definition of a pipeline. The command line, the server, retries and removals use definitions, and name no pipeline themselves.</summary>
public abstract class PipelineDefinition
{
    /// <summary>The name, which is part of every item's id.</summary>
    public string Name => Settings.Pipeline;

    /// <summary>What the pipeline does, in one sentence.</summary>
    public abstract string Summary { get; }

    /// <summary>Whether the pipeline takes inputs; otherwise it processes the whole library.</summary>
    public virtual bool TakesInputs => true;

    /// <summary>The default options.</summary>
    public abstract PipelineOptions Defaults { get; }

    /// <summary>The name, and the settings of the options.</summary>
    public abstract PipelineSettings Settings { get; }

    /// <summary>Catalog names, besides the pipeline's own, whose failed items a run of this pipeline retries.</summary>
    internal virtual IReadOnlyList<string> AlsoRetries => [];

    /// <summary>Expands user-supplied names into inputs: files, folders, http(s) URLs, and lists of them.</summary>
    /// <param name="names">The names.</param>
    /// <returns>A lazy sequence; see <see cref="InputList.Expand"/>.</returns>
    public virtual IEnumerable<MediaInput> Expand(IEnumerable<string> names) => InputList.Expand(names);

    /// <summary>Runs the pipeline.</summary>
    /// <param name="services">The library and the services that its runs share.</param>
    /// <param name="options">The options, of the type of <see cref="Defaults"/>.</param>
    /// <param name="inputs">The inputs; enumerated lazily.</param>
    /// <param name="observer">Receives the events of the run.</param>
    /// <param name="stopping">Stops gracefully: work in flight is finished.</param>
    /// <param name="cancellationToken">Cancels work in flight.</param>
    /// <returns>The summary of the run; null for a pipeline that takes no inputs.</returns>
    public abstract Task<RunSummary?> RunAsync(
        RunServices services, PipelineOptions options, IEnumerable<MediaInput> inputs, RunObserver observer, CancellationToken stopping, CancellationToken cancellationToken);

    /// <summary>Returns the pipeline name of the items in the catalog.</summary>
    /// <param name="options">The options of a run.</param>
    public virtual string CatalogName(PipelineOptions options) => Name;

    /// <summary>Whether the items of a catalog name belong to this pipeline.</summary>
    /// <param name="catalogName">The name.</param>
    public virtual bool Owns(string catalogName) => catalogName == Name;

    /// <summary>Returns the options with those of an earlier run restored.</summary>
    /// <param name="options">The options.</param>
    /// <param name="run">The options of that run, as stored in the catalog.</param>
    public virtual PipelineOptions RestoreOptions(PipelineOptions options, string run) => options;

    /// <summary>Removes data outside the catalog, such as vectors, before items are removed.</summary>
    /// <param name="services">The library.</param>
    /// <param name="items">The items, of all pipelines.</param>
    /// <param name="cancellationToken">Cancels; the next call finishes the work.</param>
    internal virtual Task OnRemovingAsync(RunServices services, IReadOnlyList<Item> items, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Brings the library up to date after items were removed.</summary>
    /// <param name="services">The library.</param>
    /// <param name="items">The removed items, of all pipelines.</param>
    /// <param name="cancellationToken">Cancels; the next call finishes the work.</param>
    internal virtual Task OnRemovedAsync(RunServices services, IReadOnlyList<Item> items, CancellationToken cancellationToken) => Task.CompletedTask;
}
