using Reelmill.Library.Vectors;
using Reelmill.Pipelines.Items;
using Reelmill.Vision.Embedding;

namespace Reelmill.Pipelines.Index;

/// <summary>Computes the vectors of prepared images, stores them, and completes their items.</summary>
/// <param name="collection">The collection.</param>
/// <param name="run">The run.</param>
/// <param name="embedder">The embedder.</param>
/// <param name="store">The vector store.</param>
internal sealed class VectorWriter(string collection, ItemRun run, IEmbedder embedder, IVectorStore store)
{
    public async ValueTask<IReadOnlyList<EmbeddedImage>> InferAsync(IReadOnlyList<PreparedImage> images, CancellationToken cancellationToken)
    {
        var missing = images.Where(static i => i.Vector is null).ToArray();
        var computed = new float[missing.Length * embedder.Dimension];
        if (missing.Length > 0)
        {
            await embedder.EmbedAsync([.. missing.Select(static i => i.Values)], computed, cancellationToken).ConfigureAwait(false);
        }

        var embedded = new EmbeddedImage[images.Count];
        var next = 0;
        for (var i = 0; i < embedded.Length; i++)
        {
            var image = images[i];
            var vector = image.Vector ?? computed.AsMemory(next++ * embedder.Dimension, embedder.Dimension);
            embedded[i] = new EmbeddedImage(image.Item, new VectorRecord(KnownImages.GetId(image.Item), vector, LibraryFrames.CreateMetadata(image.RecordInput, run.Library.Folder)));
            image.Dispose();
        }

        return embedded;
    }

    /// <summary>Writes vectors to the store. Only images that the store has acknowledged proceed to the commit.</summary>
    public async ValueTask<IReadOnlyList<StoredVector>> InsertAsync(IReadOnlyList<EmbeddedImage> images, CancellationToken cancellationToken)
    {
        await store.UpsertAsync(collection, [.. images.Select(static i => i.Vector)], cancellationToken).ConfigureAwait(false);
        return [.. images.Select(static i => new StoredVector(i.Item))];
    }

    public async ValueTask<StoredVector> CommitAsync(StoredVector image, CancellationToken cancellationToken)
    {
        await image.Item.Item.Workspace.ReleasePreviousAsync().ConfigureAwait(false);
        await run.CompleteAsync(image.Item.Item, run.CreateResult(image.Item) with { Outcome = KnownImages.GetId(image.Item) }, null, cancellationToken).ConfigureAwait(false);
        return image;
    }
}
