using Reelmill.Library.Catalog;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Services;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Pipelines.Runs;

/// <summary>What a pipeline says of itself. The command line, the server, retries and removals ask it; none of them names a pipeline.</summary>
public abstract class PipelineDefinition
{
    /// <summary>Its name, which is part of every item's id.</summary>
    public string Name => Settings.Pipeline;

    /// <summary>What it does, in a sentence.</summary>
    public abstract string Summary { get; }

    /// <summary>Whether it takes inputs; otherwise it works on the whole library.</summary>
    public virtual bool TakesInputs => true;

    /// <summary>Its options before any choice.</summary>
    public abstract PipelineOptions Defaults { get; }

    /// <summary>Its name, and the keys of its options.</summary>
    public abstract PipelineSettings Settings { get; }

    /// <summary>Names in the catalog whose failed items a run of this pipeline takes up again, beside its own.</summary>
    internal virtual IReadOnlyList<string> AlsoRetries => [];

    /// <summary>Turns what a user names into inputs: files, folders, http(s) URLs, and lists of them.</summary>
    /// <param name="names">The names.</param>
    /// <returns>A lazy sequence; see <see cref="InputList.Expand"/>.</returns>
    public virtual IEnumerable<MediaInput> Expand(IEnumerable<string> names) => InputList.Expand(names);

    /// <summary>Runs it.</summary>
    /// <param name="services">The library, and what runs on it share.</param>
    /// <param name="options">The options; those of <see cref="Defaults"/>' type.</param>
    /// <param name="inputs">The inputs; enumerated lazily.</param>
    /// <param name="observer">Who is told what happens.</param>
    /// <param name="stopping">Stops gracefully.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>What the run did; null for a pipeline that takes no inputs.</returns>
    public abstract Task<RunSummary?> RunAsync(
        RunServices services, PipelineOptions options, IEnumerable<MediaInput> inputs, RunObserver observer, CancellationToken stopping, CancellationToken cancellationToken);

    /// <summary>The name that items have in the catalog.</summary>
    /// <param name="options">The options of a run.</param>
    public virtual string CatalogName(PipelineOptions options) => Name;

    /// <summary>Whether items of a name in the catalog are of this pipeline.</summary>
    /// <param name="catalogName">The name.</param>
    public virtual bool Owns(string catalogName) => catalogName == Name;

    /// <summary>The options with those of an earlier run.</summary>
    /// <param name="options">The options.</param>
    /// <param name="run">The options of that run, as the catalog has them.</param>
    public virtual PipelineOptions Repeating(PipelineOptions options, string run) => options;

    /// <summary>Takes what is not in the catalog, such as vectors, out of the library before items are removed.</summary>
    /// <param name="services">The library.</param>
    /// <param name="items">The items, of all pipelines.</param>
    /// <param name="cancellationToken">Stops; the next call does what is missing.</param>
    internal virtual Task RemovingAsync(RunServices services, IReadOnlyList<Item> items, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Brings the library in order after items were removed.</summary>
    /// <param name="services">The library.</param>
    /// <param name="items">The items that are gone, of all pipelines.</param>
    /// <param name="cancellationToken">Stops; the next call does what is missing.</param>
    internal virtual Task RemovedAsync(RunServices services, IReadOnlyList<Item> items, CancellationToken cancellationToken) => Task.CompletedTask;
}
