using Reelmill.Library;
using Reelmill.Library.Catalog;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Items;

/// <summary>
/// Takes items out of a library with all that only they have brought: frames, streams, keys, chunks, kept downloads and
/// vectors. Frames of other videos that were dropped for a twin that goes come back.
/// </summary>
/// <param name="services">The library.</param>
internal sealed class LibraryRemoval(RunServices services)
{
    /// <summary>Removes items that are done or have failed; what is worked on stays.</summary>
    /// <param name="ids">The items' ids.</param>
    /// <param name="cancellationToken">Stops; the next call, or the next start, does what is missing.</param>
    /// <exception cref="LibraryException">The library cannot be used.</exception>
    public async Task ExecuteAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var library = await services.LibraryAsync(cancellationToken).ConfigureAwait(false);
        await DropVectorsAsync(library, ids, cancellationToken).ConfigureAwait(false);
        var store = new RemovalStore(library.Catalog);
        var removed = await store.RemoveAsync(ids, cancellationToken).ConfigureAwait(false);
        foreach (var file in removed.Files)
        {
            await library.Artifacts.RemoveAsync(file, cancellationToken).ConfigureAwait(false);
        }

        foreach (var item in removed.Items)
        {
            await DropDownloadAsync(store, item, cancellationToken).ConfigureAwait(false);
        }

        if (removed.Items.Any(static i => i is { Pipeline: "mine", Video: not null }))
        {
            await new DecideRun(services, new MineOptions()).ExecuteAsync(cancellationToken).ConfigureAwait(false);
            await new FrameIndex(services, new MineOptions(), new RunObserver(null)).TrimAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The vector first: an item that is forgotten before would leave it behind for ever.</summary>
    private async Task DropVectorsAsync(LibrarySession library, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var found = new List<Item>();
        foreach (var id in ids)
        {
            if (await library.Catalog.FindAsync(id, cancellationToken).ConfigureAwait(false) is { Outcome: not null } item && IndexRun.IsPipeline(item.Pipeline))
            {
                found.Add(item);
            }
        }

        foreach (var pipeline in found.GroupBy(static i => i.Pipeline, StringComparer.Ordinal))
        {
            var store = await services.StoreAsync(new IndexOptions().Store, cancellationToken).ConfigureAwait(false);
            await store.DeleteAsync(IndexRun.CollectionOf(pipeline.Key), [.. pipeline.Select(static i => i.Outcome!)], cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A download that was kept has the name of its content.</summary>
    private async Task DropDownloadAsync(RemovalStore store, Item item, CancellationToken cancellationToken)
    {
        if (item.Video is not { } video)
        {
            return;
        }

        var kept = Path.Combine(services.Folder, LibraryLayout.Videos, video);
        if (File.Exists(kept) && !await store.IsKnownAsync(video, null, cancellationToken).ConfigureAwait(false))
        {
            File.Delete(kept);
        }
    }
}
