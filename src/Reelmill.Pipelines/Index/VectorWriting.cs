using Reelmill.Library.Vectors;
using Reelmill.Pipelines.Items;
using Reelmill.Vision.Embedding;

namespace Reelmill.Pipelines.Index;

/// <summary>Makes vectors of images that a model can take, keeps them, and ends their items.</summary>
/// <param name="collection">The collection.</param>
/// <param name="run">The run.</param>
/// <param name="embedder">Makes vectors.</param>
/// <param name="store">Keeps them.</param>
internal sealed class VectorWriting(string collection, ItemRun run, IEmbedder embedder, IVectorStore store)
{
    public async ValueTask<IReadOnlyList<EmbeddedImage>> InferAsync(IReadOnlyList<PreparedImage> images, CancellationToken cancellationToken)
    {
        var unknown = images.Where(static i => i.Vector is null).ToArray();
        var made = new float[unknown.Length * embedder.Dimension];
        if (unknown.Length > 0)
        {
            await embedder.EmbedAsync([.. unknown.Select(static i => i.Numbers)], made, cancellationToken).ConfigureAwait(false);
        }

        var embedded = new EmbeddedImage[images.Count];
        var next = 0;
        for (var i = 0; i < embedded.Length; i++)
        {
            var image = images[i];
            var vector = image.Vector ?? made.AsMemory(next++ * embedder.Dimension, embedder.Dimension);
            embedded[i] = new EmbeddedImage(image.Item, new VectorRecord(KnownImages.IdOf(image.Item), vector, LibraryFrames.MetadataOf(image.Told, run.Library.Folder)));
            image.Dispose();
        }

        return embedded;
    }

    /// <summary>Only what the store has acknowledged is done.</summary>
    public async ValueTask<IReadOnlyList<IndexedImage>> InsertAsync(IReadOnlyList<EmbeddedImage> images, CancellationToken cancellationToken)
    {
        await store.UpsertAsync(collection, [.. images.Select(static i => i.Vector)], cancellationToken).ConfigureAwait(false);
        return [.. images.Select(static i => new IndexedImage(i.Item))];
    }

    public async ValueTask<IndexedImage> CommitAsync(IndexedImage image, CancellationToken cancellationToken)
    {
        await image.Item.Item.Workspace.LeaveAsync().ConfigureAwait(false);
        await run.CompleteAsync(image.Item.Item, run.ResultOf(image.Item) with { Outcome = KnownImages.IdOf(image.Item) }, null, cancellationToken).ConfigureAwait(false);
        return image;
    }
}
