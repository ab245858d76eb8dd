using Reelmill.Library.Catalog;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Index;

/// <summary>Brings a collection in line with the kept frames of a library: vectors for those that have none, none for those that went.</summary>
/// <param name="services">What runs on the library share.</param>
/// <param name="options">How they are indexed.</param>
/// <param name="observer">Who is told what happens.</param>
internal sealed class FrameIndex(RunServices services, IndexOptions options, RunObserver observer)
{
    /// <summary>The collection of kept frames, when none is named.</summary>
    public const string Collection = "frames";

    /// <summary>Makes the collection: what cannot work is said before hours of mining, not after.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        options.Validate();
        var embedder = await services.EmbedderAsync(options.Embedder, options.Models, observer.OnNote, cancellationToken).ConfigureAwait(false);

        // The store lies in the library's folder, which has to be a library before.
        await services.LibraryAsync(cancellationToken).ConfigureAwait(false);
        var store = await services.StoreAsync(options.Store, cancellationToken).ConfigureAwait(false);
        await store.CreateAsync(options.Collection, embedder.Dimension, Embedders.IdentityOf(embedder), cancellationToken).ConfigureAwait(false);
    }

    public Task<RunSummary> ExecuteAsync(CancellationToken stopping, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            await DropGoneAsync(cancellationToken).ConfigureAwait(false);
            return await new IndexRun(services, options, observer).ExecuteAsync(Kept(cancellationToken), stopping, cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Drops the vectors of frames that are not kept any more, and adds none.</summary>
    public Task TrimAsync(CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            await DropGoneAsync(cancellationToken).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    private IEnumerable<MediaInput> Kept(CancellationToken cancellationToken) =>
        LibraryFrames.OfAsync(services.Folder, cancellationToken).ToBlockingEnumerable(cancellationToken);

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

    /// <summary>The vector first: an item that is forgotten before would leave it behind for ever.</summary>
    private async Task DropGoneAsync(CancellationToken cancellationToken)
    {
        var kept = Kept(cancellationToken).Select(static f => FrameIdentity.FrameOf(f)!).ToHashSet(StringComparer.Ordinal);
        var library = await services.LibraryAsync(cancellationToken).ConfigureAwait(false);
        var gone = new List<Item>();
        var indexed = new ItemFilter { Pipeline = IndexRun.PipelineOf(options.Collection) };
        await foreach (var item in library.Catalog.ItemsAsync(indexed, cancellationToken).ConfigureAwait(false))
        {
            if (LibraryFrames.FrameOf(item) is { } frame && !kept.Contains(frame))
            {
                gone.Add(item);
            }
        }

        if (gone.Count == 0)
        {
            return;
        }

        var store = await services.StoreAsync(options.Store, cancellationToken).ConfigureAwait(false);
        await store.DeleteAsync(options.Collection, [.. gone.Where(static i => i.Outcome is not null).Select(static i => i.Outcome!)], cancellationToken).ConfigureAwait(false);
        await library.Catalog.ForgetAsync(gone.Select(static i => i.Id), cancellationToken).ConfigureAwait(false);
    }
}
