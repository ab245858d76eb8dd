using Reelmill.Library.Catalog;
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
    /// <summary>Content alone names a picture; a frame is named by its video and its time.</summary>
    public static string IdOf(PipelineItem item) => FrameIdentity.FrameOf(item.Input) ?? item.Video!;

    public async ValueTask<IReadOnlyList<EmbeddedImage>> InferAsync(IReadOnlyList<PreparedImage> images, CancellationToken cancellationToken)
    {
        var vectors = new float[images.Count * embedder.Dimension];
        await embedder.EmbedAsync([.. images.Select(static i => i.Numbers)], vectors, cancellationToken).ConfigureAwait(false);
        var embedded = new EmbeddedImage[images.Count];
        for (var i = 0; i < embedded.Length; i++)
        {
            var (item, id) = (images[i].Item, images[i].Id);
            embedded[i] = new EmbeddedImage(item, new VectorRecord(id, vectors.AsMemory(i * embedder.Dimension, embedder.Dimension), LibraryFrames.MetadataOf(item.Input, run.Library.Folder)));
            images[i].Dispose();
        }

        return embedded;
    }

    /// <summary>Only what the store has acknowledged is done.</summary>
    public async ValueTask<IReadOnlyList<IndexedImage>> InsertAsync(IReadOnlyList<EmbeddedImage> images, CancellationToken cancellationToken)
    {
        await store.UpsertAsync(collection, [.. images.Select(static i => i.Vector)], cancellationToken).ConfigureAwait(false);
        return [.. images.Select(static i => new IndexedImage(i.Item, i.Vector.Id))];
    }

    /// <summary>What the input held before goes, unless another one holds it still.</summary>
    public async ValueTask ForgetAsync(PipelineItem item, CancellationToken cancellationToken)
    {
        if (item.Before is not { } old || old == item.Video || FrameIdentity.FrameOf(item.Input) is not null)
        {
            return;
        }

        var others = new ItemFilter { Pipeline = run.Pipeline, State = ItemState.Done, Video = old };
        await foreach (var _ in run.Library.Catalog.ItemsAsync(others, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        await store.DeleteAsync(collection, [old], cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<IndexedImage> CommitAsync(IndexedImage image, CancellationToken cancellationToken)
    {
        await ForgetAsync(image.Item, cancellationToken).ConfigureAwait(false);
        await run.Library.Catalog.CompleteAsync(image.Item.Id, run.ResultOf(image.Item, null) with { Outcome = image.Id }, null, cancellationToken).ConfigureAwait(false);
        return image;
    }
}
