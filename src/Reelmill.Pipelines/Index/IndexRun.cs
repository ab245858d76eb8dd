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

/// <summary>Runs <c>index</c> on a library: from pictures to vectors in a collection.</summary>
/// <param name="services">The library, and what runs on it share.</param>
/// <param name="options">The options.</param>
/// <param name="observer">Who is told what happens.</param>
public sealed class IndexRun(RunServices services, IndexOptions options, RunObserver observer) : LibraryRun(services, observer)
{
    /// <summary>The name of the pipeline, which the items of the default collection have in the catalog.</summary>
    internal const string Pipeline = "index";

    /// <summary>What is taken from folders.</summary>
    internal static readonly HashSet<string> Extensions = [.. MediaExtensions.Image, ".tar"];

    /// <summary>Indexes the pictures that are not indexed yet, and gives the ids of all.</summary>
    /// <param name="inputs">The inputs; those of a run that are too many for memory belong to <see cref="LibraryRun.ExecuteAsync(IEnumerable{MediaInput}, CancellationToken, CancellationToken)"/>.</param>
    /// <param name="cancellationToken">Cancels: what is in flight is left for the next run.</param>
    /// <returns>What the run did, and the ids.</returns>
    /// <exception cref="LibraryException">The library cannot be used.</exception>
    /// <exception cref="Core.PipelineException">The model or the store cannot be used, or the collection was made with another model.</exception>
    public async Task<IndexResult> IndexAsync(IEnumerable<MediaInput> inputs, CancellationToken cancellationToken)
    {
        var pictures = new ArchiveTally(Services.Folder, PipelineOf(options.Collection), new RunObserver()).Expand(inputs.ToAsyncEnumerable()).ToBlockingEnumerable(cancellationToken).ToArray();
        var (failed, noting) = Failures(Observer);
        var run = await new IndexRun(Services, options, noting).ExecuteAsync(pictures, CancellationToken.None, cancellationToken).ConfigureAwait(false);
        var ids = await IdsAsync(pictures, failed.Keys, cancellationToken).ConfigureAwait(false);
        return new IndexResult(run, [.. pictures.Zip(ids).Where(static p => p.Second is not null).Select(static p => new IndexedPicture(p.First.Display, p.Second!))]);
    }

    /// <summary>An observer that notes the items that fail, beside the one that there is.</summary>
    internal static (ConcurrentDictionary<string, Core.Running.ItemFailure> Failed, RunObserver Observer) Failures(RunObserver observer)
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

    /// <summary>The ids of the vectors of some pictures, in their order; null for those that have none.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="failed">The items that failed in this run: what an earlier one has made of them is not theirs now.</param>
    /// <param name="cancellationToken">Stops.</param>
    internal async Task<IReadOnlyList<string?>> IdsAsync(IReadOnlyList<MediaInput> pictures, ICollection<string> failed, CancellationToken cancellationToken)
    {
        var library = await Services.LibraryAsync(cancellationToken).ConfigureAwait(false);
        var ids = new string?[pictures.Count];
        for (var i = 0; i < ids.Length; i++)
        {
            // Another run may be at work on a picture of the caller's id by now.
            ids[i] = failed.Contains(FrameIdentity.ItemIdOf(Services.Folder, PipelineOf(options.Collection), pictures[i]))
                ? null
                : FrameIdentity.CallersIdOf(pictures[i].Metadata) ?? await IdAsync(library.Catalog, pictures[i], cancellationToken).ConfigureAwait(false);
        }

        return ids;
    }

    /// <summary>Turns what a user names into inputs: pictures and archives of them, alone, in folders and in lists; and libraries, for their kept frames.</summary>
    /// <param name="names">The names.</param>
    /// <returns>A lazy sequence, as that of <see cref="InputList.Expand"/>.</returns>
    public static IEnumerable<MediaInput> Expand(IEnumerable<string> names) => names.SelectMany(static name => LibraryFrames.IsLibrary(name)
        ? LibraryFrames.OfAsync(name, CancellationToken.None).ToBlockingEnumerable()
        : InputList.Expand([name], extensions: Extensions));

    /// <summary>Whether the name of a pipeline is that of a collection's items.</summary>
    /// <param name="pipeline">The name, as the catalog has it.</param>
    public static bool IsPipeline(string pipeline) => pipeline == Pipeline || pipeline.StartsWith($"{Pipeline}/", StringComparison.Ordinal);

    /// <summary>The same picture is an item of its own in each collection.</summary>
    internal static string PipelineOf(string collection) => collection == IndexOptions.DefaultCollection ? Pipeline : $"{Pipeline}/{collection}";

    /// <summary>The collection that the items of a pipeline go to.</summary>
    internal static string CollectionOf(string pipeline) => pipeline == Pipeline ? IndexOptions.DefaultCollection : pipeline[(Pipeline.Length + 1)..];

    /// <summary>The id of a picture's vector, or of that of another one with the same bytes; null when it has none.</summary>
    private async Task<string?> IdAsync(SqliteCatalog catalog, MediaInput picture, CancellationToken cancellationToken)
    {
        var pipeline = PipelineOf(options.Collection);
        var item = await catalog.FindAsync(FrameIdentity.ItemIdOf(Services.Folder, pipeline, picture), cancellationToken).ConfigureAwait(false);
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
        await store.CreateAsync(options.Collection, embedder.Dimension, Embedders.IdentityOf(embedder), cancellationToken).ConfigureAwait(false);
        var isEmpty = (await store.ListAsync(cancellationToken).ConfigureAwait(false)).Single(c => c.Name == options.Collection).Count == 0;
        var pictures = new ArchiveTally(services.Folder, PipelineOf(options.Collection), observer);
        var counted = execution with { Observer = pictures.Observer, Inputs = inputs with { All = pictures.Expand(inputs.All) } };
        return await ItemRuns.RecordAsync(
            library,
            PipelineOf(options.Collection),
            IndexRecipe.Of(options, embedder),
            counted,
            run => ExecuteAsync(counted, run with { UsesMetadata = true, IsWhole = HasVectorAsync }, embedder, store)).ConfigureAwait(false);

        // Only a collection that began empty is asked for each image: another run may have filled it since.
        async ValueTask<bool> HasVectorAsync(Item item, CancellationToken token) =>
            !isEmpty || await store.FindAsync(options.Collection, item.Outcome ?? item.Video!, token).ConfigureAwait(false) is not null;
    }

    private async Task<RunRecord> ExecuteAsync(Execution execution, ItemRun run, IEmbedder embedder, IVectorStore store)
    {
        var (shared, _, inputs, _, cancellationToken) = execution;
        using var fetcher = ItemRuns.FetcherOf(options, run.Library);
        var intake = new Intake(run, fetcher, new SourceVideos(shared.Launcher, options.Tools, options.Limits, run.Library.Artifacts), LibraryLayout.Frames);
        using var windows = inputs.Windows(shared.Time);
        var ended = await ItemRuns.ExecuteAsync(IndexPipeline.Define(options, run, intake, embedder, store), execution, options, run, windows).ConfigureAwait(false);
        var collection = (await store.ListAsync(cancellationToken).ConfigureAwait(false)).Single(c => c.Name == options.Collection);
        return ended.Record(summary => summary with { Collection = new RunCollection(collection.Name, collection.Dimension, collection.Count) });
    }
}
