using Reelmill.Library;
using Reelmill.Library.Catalog;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Registry;

/// <summary>
/// Removes items from a library, with everything that belongs only to them: frames, streams, keys, chunks, kept downloads,
/// and what else their pipelines store.
/// </summary>
/// <param name="services">The library.</param>
/// <param name="registry">The pipelines.</param>
internal sealed class LibraryRemoval(RunServices services, PipelineRegistry registry)
{
    /// <summary>Removes items that are done or failed; items in progress stay.</summary>
    /// <param name="ids">The items' ids.</param>
    /// <param name="cancellationToken">Cancels; the next call, or the next start, finishes the removal.</param>
    /// <exception cref="LibraryException">The library cannot be used.</exception>
    public async Task ExecuteAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var library = await services.LibraryAsync(cancellationToken).ConfigureAwait(false);
        var items = await FindAsync(library, ids, cancellationToken).ConfigureAwait(false);
        foreach (var pipeline in registry.All)
        {
            await pipeline.OnRemovingAsync(services, items, cancellationToken).ConfigureAwait(false);
        }

        var store = new RemovalStore(library.Catalog);
        var removed = await store.RemoveAsync(ids, cancellationToken).ConfigureAwait(false);
        foreach (var file in removed.Files)
        {
            await library.Artifacts.RemoveAsync(file, cancellationToken).ConfigureAwait(false);
        }

        foreach (var item in removed.Items)
        {
            await RemoveDownloadAsync(store, item, cancellationToken).ConfigureAwait(false);
        }

        foreach (var pipeline in registry.All)
        {
            await pipeline.OnRemovedAsync(services, removed.Items, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<IReadOnlyList<Item>> FindAsync(LibrarySession library, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var found = new List<Item>();
        foreach (var id in ids)
        {
            if (await library.Catalog.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } item)
            {
                found.Add(item);
            }
        }

        return found;
    }

    /// <summary>Removes a kept download, which is named after its content, unless another item has the same content.</summary>
    private async Task RemoveDownloadAsync(RemovalStore store, Item item, CancellationToken cancellationToken)
    {
        if (item.Video is not { } video)
        {
            return;
        }

        var path = Path.Combine(services.Folder, LibraryLayout.Videos, video);
        if (File.Exists(path) && !await store.IsKnownAsync(video, null, cancellationToken).ConfigureAwait(false))
        {
            File.Delete(path);
        }
    }
}
