using System.Collections.Concurrent;
using Reelmill.Library;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Vectors;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;
using Reelmill.Vision.Embedding;

namespace Reelmill.Pipelines.Index;

/// <summary>Runs <c>index</c> on a library: embeds images, and stores the vectors in a collection.</summary>
/// <param name="services">The library and the services that its runs share.</param>
/// <param name="options">The options.</param>
/// <param name="observer">Receives the events of the run.</param>
public sealed class IndexRun(RunServices services, IndexOptions options, RunObserver observer) : LibraryRun(services, observer)
{
    /// <summary>The name of the pipeline, which is also the catalog name of the default collection's items.</summary>
    internal const string Pipeline = "index";

    /// <summary>The file extensions that are read from folders.</summary>
    internal static readonly HashSet<string> Extensions = [.. MediaExtensions.Image, ".tar"];

    /// <summary>Indexes the images that are not indexed yet, and returns the ids of all.</summary>
    /// <param name="inputs">The inputs, which are held in memory; for more inputs than that, use <see cref="LibraryRun.ExecuteAsync(IEnumerable{MediaInput}, CancellationToken, CancellationToken)"/>.</param>
    /// <param name="cancellationToken">Cancels: work in flight is left for the next run.</param>
    /// <returns>The summary of the run, and the ids.</returns>
    /// <exception cref="LibraryException">The library cannot be used.</exception>
    /// <exception cref="Core.PipelineException">The model or the store cannot be used, or the collection was built with another model.</exception>
    public async Task<IndexResult> IndexAsync(IEnumerable<MediaInput> inputs, CancellationToken cancellationToken)
    {
        var images = new ArchiveTracker(Services.Folder, GetPipelineName(options.Collection), new RunObserver()).Expand(inputs.ToAsyncEnumerable()).ToBlockingEnumerable(cancellationToken).ToArray();
        var (failed, tracking) = TrackFailures(Observer);
        var run = await new IndexRun(Services, options, tracking).ExecuteAsync(images, CancellationToken.None, cancellationToken).ConfigureAwait(false);
        var ids = await FindIdsAsync(images, failed.Keys, cancellationToken).ConfigureAwait(false);
        return new IndexResult(run, [.. images.Zip(ids).Where(static p => p.Second is not null).Select(static p => new IndexedImage(p.First.Display, p.Second!))]);
    }

    /// <summary>Wraps an observer to collect the items that fail.</summary>
    internal static (ConcurrentDictionary<string, Core.Running.ItemFailure> Failed, RunObserver Observer) TrackFailures(RunObserver observer)
    {
        var failed = new ConcurrentDictionary<string, Core.Running.ItemFailure>(StringComparer.Ordinal);
        return (failed, observer with
        {
            OnItem = change =>
            {
                if (change is ItemChange.Failed { Failure: var failure })
                {
                    failed[change.Id] = failure;
                }

                observer.OnItem?.Invoke(change);
            },
        });
    }

    /// <summary>Finds the vector ids of images, in the same order; null for images without a vector.</summary>
    /// <param name="images">The images.</param>
    /// <param name="failed">The items that failed in this run; their vectors of earlier runs do not count.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    internal async Task<IReadOnlyList<string?>> FindIdsAsync(IReadOnlyList<MediaInput> images, ICollection<string> failed, CancellationToken cancellationToken)
    {
        var library = await Services.LibraryAsync(cancellationToken).ConfigureAwait(false);
        var ids = new string?[images.Count];
        for (var i = 0; i < ids.Length; i++)
        {
            // Another run may already be processing an image with the caller's id, so the id is not read from the catalog.
            ids[i] = failed.Contains(InputIdentity.GetItemId(Services.Folder, GetPipelineName(options.Collection), images[i]))
                ? null
                : InputIdentity.FindCallerId(images[i].Metadata) ?? await FindIdAsync(library.Catalog, images[i], cancellationToken).ConfigureAwait(false);
        }

        return ids;
    }

    /// <summary>Expands user-supplied names into inputs: images and archives of images, also in folders and lists; and libraries, for their kept frames.</summary>
    /// <param name="names">The names.</param>
    /// <returns>A lazy sequence; see <see cref="InputList.Expand"/>.</returns>
    public static IEnumerable<MediaInput> Expand(IEnumerable<string> names) => names.SelectMany(static name => LibraryFrames.IsLibrary(name)
        ? LibraryFrames.ListAsync(name, CancellationToken.None).ToBlockingEnumerable()
        : InputList.Expand([name], extensions: Extensions));

    /// <summary>Whether a catalog name belongs to the items of a collection.</summary>
    /// <param name="pipeline">The catalog name.</param>
    public static bool IsPipeline(string pipeline) => pipeline == Pipeline || pipeline.StartsWith($"{Pipeline}/", StringComparison.Ordinal);

    /// <summary>Returns the catalog name of a collection's items: the same image is a separate item in each collection.</summary>
    internal static string GetPipelineName(string collection) => collection == IndexOptions.DefaultCollection ? Pipeline : $"{Pipeline}/{collection}";

    /// <summary>Returns the collection of a catalog name.</summary>
    internal static string GetCollectionName(string pipeline) => pipeline == Pipeline ? IndexOptions.DefaultCollection : pipeline[(Pipeline.Length + 1)..];

    /// <summary>Finds the id of an image's vector, or of the vector of an image with the same content; null when there is none.</summary>
    private async Task<string?> FindIdAsync(SqliteCatalog catalog, MediaInput image, CancellationToken cancellationToken)
    {
        var pipeline = GetPipelineName(options.Collection);
        var item = await catalog.FindAsync(InputIdentity.GetItemId(Services.Folder, pipeline, image), cancellationToken).ConfigureAwait(false);
        if (item is not { State: ItemState.Done, Outcome: null })
        {
            return item is { State: ItemState.Done } ? item.Outcome : null;
        }

        await foreach (var same in catalog.ItemsAsync(new ItemFilter { Pipeline = pipeline, State = ItemState.Done, Video = item.Video }, cancellationToken).ConfigureAwait(false))
        {
            if (same.Outcome is { } id)
            {
                return id;
            }
        }

        return null;
    }

    private protected override async Task<RunSummary> ExecuteAsync(Execution execution)
    {
        options.Validate();
        var (services, observer, inputs, _, cancellationToken) = execution;
        var embedder = await services.EmbedderAsync(options.Embedder, options.Models, observer.OnNote, cancellationToken).ConfigureAwait(false);
        var library = await services.LibraryAsync(cancellationToken).ConfigureAwait(false);
        var store = await services.StoreAsync(options.Store, cancellationToken).ConfigureAwait(false);
        await store.CreateAsync(options.Collection, embedder.Dimension, Embedders.GetIdentity(embedder), cancellationToken).ConfigureAwait(false);
        var isEmpty = (await store.ListAsync(cancellationToken).ConfigureAwait(false)).Single(c => c.Name == options.Collection).Count == 0;
        var archives = new ArchiveTracker(services.Folder, GetPipelineName(options.Collection), observer);
        var expanded = execution with { Observer = archives.Observer, Inputs = inputs with { All = archives.Expand(inputs.All) } };
        return await ItemRuns.RecordAsync(
            library,
            GetPipelineName(options.Collection),
            IndexRecipe.Create(options, embedder),
            expanded,
            run => ExecuteAsync(expanded, run with { UsesMetadata = true, IsComplete = HasVectorAsync }, embedder, store)).ConfigureAwait(false);

        // Each vector is looked up only if the collection was empty at the start; another run may have added it since.
        async ValueTask<bool> HasVectorAsync(Item item, CancellationToken token) =>
            !isEmpty || await store.FindAsync(options.Collection, item.Outcome ?? item.Video!, token).ConfigureAwait(false) is not null;
    }

    private async Task<RunRecord> ExecuteAsync(Execution execution, ItemRun run, IEmbedder embedder, IVectorStore store)
    {
        var (shared, _, inputs, _, cancellationToken) = execution;
        using var fetcher = ItemRuns.CreateFetcher(options, run.Library);
        var intake = new Intake(run, fetcher, new SourceVideos(shared.Launcher, options.Tools, options.Limits, run.Library.Artifacts), LibraryLayout.Frames);
        using var windows = inputs.CreateWindows(shared.Time);
        var ended = await ItemRuns.ExecuteAsync(IndexPipeline.Define(options, run, intake, embedder, store), execution, options, run, windows).ConfigureAwait(false);
        var collection = (await store.ListAsync(cancellationToken).ConfigureAwait(false)).Single(c => c.Name == options.Collection);
        return ended.Record(summary => summary with { Collection = new RunCollection(collection.Name, collection.Dimension, collection.Count) });
    }
}
