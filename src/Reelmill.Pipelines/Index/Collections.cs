using Reelmill.Library.Vectors;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Index;

/// <summary>Makes and drops collections, so that the catalog and the store agree.</summary>
public static class Collections
{
    /// <summary>Makes a collection; nothing happens when it is there.</summary>
    /// <param name="services">The library.</param>
    /// <param name="options">The collection, its embedder and its store.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<CollectionInfo> CreateAsync(RunServices services, IndexOptions options, CancellationToken cancellationToken)
    {
        options.Validate();
        var embedder = await services.EmbedderAsync(options.Embedder, options.Models, null, cancellationToken).ConfigureAwait(false);
        await services.LibraryAsync(cancellationToken).ConfigureAwait(false);
        var store = await services.StoreAsync(options.Store, cancellationToken).ConfigureAwait(false);
        return await store.CreateAsync(options.Collection, embedder.Dimension, Embedders.IdentityOf(embedder), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Drops a collection. What was indexed into it counts as not indexed any more.</summary>
    /// <param name="services">The library.</param>
    /// <param name="options">The collection and its store.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task DropAsync(RunServices services, IndexOptions options, CancellationToken cancellationToken)
    {
        var library = await services.LibraryAsync(cancellationToken).ConfigureAwait(false);
        var store = await services.StoreAsync(options.Store, cancellationToken).ConfigureAwait(false);

        // The catalog first: a vector too many is overwritten by the next run, one too few would be missed for ever.
        await library.Catalog.ForgetAsync(IndexRun.PipelineOf(options.Collection), cancellationToken).ConfigureAwait(false);
        await store.DropAsync(options.Collection, cancellationToken).ConfigureAwait(false);
    }
}
