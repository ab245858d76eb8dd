using Reelmill.Library.Vectors;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Index;

/// <summary>Creates and drops collections, keeping the catalog and the vector store consistent.</summary>
public static class Collections
{
    /// <summary>Creates a collection; does nothing if it exists.</summary>
    /// <param name="services">The library.</param>
    /// <param name="options">The collection, its embedder and its store.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public static async Task<CollectionInfo> CreateAsync(RunServices services, IndexOptions options, CancellationToken cancellationToken)
    {
        options.Validate();
        var embedder = await services.EmbedderAsync(options.Embedder, options.Models, null, cancellationToken).ConfigureAwait(false);
        await services.LibraryAsync(cancellationToken).ConfigureAwait(false);
        var store = await services.StoreAsync(options.Store, cancellationToken).ConfigureAwait(false);
        return await store.CreateAsync(options.Collection, embedder.Dimension, Embedders.GetIdentity(embedder), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Drops a collection. Its images count as not indexed afterwards.</summary>
    /// <param name="services">The library.</param>
    /// <param name="options">The collection and its store.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public static async Task DropAsync(RunServices services, IndexOptions options, CancellationToken cancellationToken)
    {
        var library = await services.LibraryAsync(cancellationToken).ConfigureAwait(false);
        var store = await services.StoreAsync(options.Store, cancellationToken).ConfigureAwait(false);

        // Catalog first: the next run overwrites a leftover vector, but would never recreate a missing one.
        await library.Catalog.ForgetAsync(IndexRun.GetPipelineName(options.Collection), cancellationToken).ConfigureAwait(false);
        await store.DropAsync(options.Collection, cancellationToken).ConfigureAwait(false);
    }
}
