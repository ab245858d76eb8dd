using Reelmill.Library;
using Reelmill.Library.Catalog;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Registry;

/// <summary>
/// Takes items out of a library with all that only they have brought: frames, streams, keys, chunks, kept downloads, and
/// what else their pipelines name.
/// </summary>
/// <param name="services">The library.</param>
/// <param name="registry">The pipelines.</param>
internal sealed class LibraryRemoval(RunServices services, PipelineRegistry registry)
{
    /// <summary>Removes items that are done or have failed; what is worked on stays.</summary>
    /// <param name="ids">The items' ids.</param>
    /// <param name="cancellationToken">Stops; the next call, or the next start, does what is missing.</param>
    /// <exception cref="LibraryException">The library cannot be used.</exception>
    public async Task ExecuteAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var library = await services.LibraryAsync(cancellationToken).ConfigureAwait(false);
        var going = await FindAsync(library, ids, cancellationToken).ConfigureAwait(false);
        foreach (var pipeline in registry.All)
        {
            await pipeline.RemovingAsync(services, going, cancellationToken).ConfigureAwait(false);
        }

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

        foreach (var pipeline in registry.All)
        {
            await pipeline.RemovedAsync(services, removed.Items, cancellationToken).ConfigureAwait(false);
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
