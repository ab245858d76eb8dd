using Reelmill.Library.Vectors;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Index;

/// <summary>Makes and drops collections, so that the catalog and the store agree.</summary>
public static class Collections
{
    /// <summary>Makes a collection; nothing happens when it is there.</summary>
    /// <param name="options">The library, the collection, its embedder and its store.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<CollectionInfo> CreateAsync(IndexOptions options, CancellationToken cancellationToken)
    {
        options.Validate();
        var embedder = await Embedders.OpenAsync(options.Embedder, options.Models, cancellationToken).ConfigureAwait(false);
        await using var model = embedder.ConfigureAwait(false);
        var library = await LibrarySession.OpenAsync(options.Library, cancellationToken).ConfigureAwait(false);
        await using var session = library.ConfigureAwait(false);
        var store = VectorStores.Open(options.Store, options.Library);
        await using var vectors = store.ConfigureAwait(false);
        return await store.CreateAsync(options.Collection, embedder.Dimension, Embedders.IdentityOf(embedder), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Drops a collection. What was indexed into it counts as not indexed any more.</summary>
    /// <param name="options">The library, the collection and its store.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task DropAsync(IndexOptions options, CancellationToken cancellationToken)
    {
        var library = await LibrarySession.OpenAsync(options.Library, cancellationToken).ConfigureAwait(false);
        await using var session = library.ConfigureAwait(false);
        var store = VectorStores.Open(options.Store, options.Library);
        await using var vectors = store.ConfigureAwait(false);

        // The catalog first: a vector too many is overwritten by the next run, one too few would be missed for ever.
        await library.Catalog.ForgetAsync(IndexRun.PipelineOf(options.Collection), cancellationToken).ConfigureAwait(false);
        await store.DropAsync(options.Collection, cancellationToken).ConfigureAwait(false);
    }
}
