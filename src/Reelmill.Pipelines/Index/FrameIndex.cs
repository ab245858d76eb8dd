using Reelmill.Library.Catalog;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Index;

/// <summary>Synchronizes a collection with the kept frames of a library: adds missing vectors, and drops those of frames that are no longer kept.</summary>
/// <param name="services">The services that the library's runs share.</param>
/// <param name="options">The indexing options.</param>
/// <param name="observer">Receives the events of the run.</param>
internal sealed class FrameIndex(RunServices services, IndexOptions options, RunObserver observer)
{
    /// <summary>The default collection of kept frames.</summary>
    public const string Collection = "frames";

    /// <summary>Creates the collection, so that an invalid configuration fails before hours of mining, not after.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        options.Validate();
        var embedder = await services.EmbedderAsync(options.Embedder, options.Models, observer.OnNote, cancellationToken).ConfigureAwait(false);

        // The embedded store is in the library's folder, which must become a library first.
        await services.LibraryAsync(cancellationToken).ConfigureAwait(false);
        var store = await services.StoreAsync(options.Store, cancellationToken).ConfigureAwait(false);
        await store.CreateAsync(options.Collection, embedder.Dimension, Embedders.GetIdentity(embedder), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Drops the vectors of frames that are no longer kept, and indexes the kept frames.</summary>
    public Task<RunSummary> ExecuteAsync(CancellationToken stopping, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            await DropUnkeptAsync(cancellationToken).ConfigureAwait(false);
            return await new IndexRun(services, options, observer).ExecuteAsync(ListKept(cancellationToken), stopping, cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Drops the vectors of frames that are no longer kept, and adds none.</summary>
    public Task TrimAsync(CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            await DropUnkeptAsync(cancellationToken).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    private IEnumerable<MediaInput> ListKept(CancellationToken cancellationToken) =>
        LibraryFrames.ListAsync(services.Folder, cancellationToken).ToBlockingEnumerable(cancellationToken);

    private async Task<T> InTurnAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        await services.Indexing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            services.Indexing.Release();
        }
    }

    /// <summary>Drops vectors before their items are forgotten: otherwise a crash in between would leak a vector forever.</summary>
    private async Task DropUnkeptAsync(CancellationToken cancellationToken)
    {
        var kept = ListKept(cancellationToken).Select(static f => InputIdentity.FindFrameId(f)!).ToHashSet(StringComparer.Ordinal);
        var library = await services.LibraryAsync(cancellationToken).ConfigureAwait(false);
        var unkept = new List<Item>();
        var indexed = new ItemFilter { Pipeline = IndexRun.GetPipelineName(options.Collection) };
        await foreach (var item in library.Catalog.ItemsAsync(indexed, cancellationToken).ConfigureAwait(false))
        {
            if (LibraryFrames.FindFrameId(item) is { } frame && !kept.Contains(frame))
            {
                unkept.Add(item);
            }
        }

        if (unkept.Count == 0)
        {
            return;
        }

        var store = await services.StoreAsync(options.Store, cancellationToken).ConfigureAwait(false);
        await store.DeleteAsync(options.Collection, [.. unkept.Where(static i => i.Outcome is not null).Select(static i => i.Outcome!)], cancellationToken).ConfigureAwait(false);
        await library.Catalog.ForgetAsync(unkept.Select(static i => i.Id), cancellationToken).ConfigureAwait(false);
    }
}
