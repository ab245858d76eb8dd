using Reelmill.Library.Catalog;
using Reelmill.Library.Vectors;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Items.Tar;
using Reelmill.Vision.Embedding;

namespace Reelmill.Pipelines.Index;

/// <summary>What the stages of one run share, and the stages that only hand over to it.</summary>
/// <param name="options">The options of the run.</param>
/// <param name="run">The run.</param>
/// <param name="intake">Brings what is elsewhere.</param>
/// <param name="embedder">Makes vectors.</param>
/// <param name="store">Keeps them.</param>
internal sealed class IndexContext(IndexOptions options, ItemRun run, Intake intake, IEmbedder embedder, IVectorStore store)
{
    private readonly TarExtractor _archives = new(token => run.Library.Artifacts.TemporaryAsync("member", token));

    public IndexOptions Options => options;

    public Intake Intake => intake;

    public IEmbedder Embedder => embedder;

    public async ValueTask<FetchedImage> FetchAsync(PipelineItem item, CancellationToken cancellationToken)
    {
        if (item.Input.Problem is null && TarArchive.Split(item.Input.Source) is { } inside)
        {
            item.Stamp = SourceStamp.Of(item.Input);
            return new FetchedImage(item, item.Take(await _archives.ExtractAsync(inside.Archive, inside.Member, cancellationToken).ConfigureAwait(false)));
        }

        var fetched = await intake.FetchAsync(item, cancellationToken).ConfigureAwait(false);
        return new FetchedImage(item, fetched.File);
    }

    /// <summary>Content alone names a picture; a frame is named by its video and its time.</summary>
    public static string VectorIdOf(PipelineItem item) => FrameIdentity.FrameOf(item.Input) ?? item.Video!;

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
        await store.UpsertAsync(options.Collection, [.. images.Select(static i => i.Vector)], cancellationToken).ConfigureAwait(false);
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

        await store.DeleteAsync(options.Collection, [old], cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<IndexedImage> CommitAsync(IndexedImage image, CancellationToken cancellationToken)
    {
        await ForgetAsync(image.Item, cancellationToken).ConfigureAwait(false);
        await run.Library.Catalog.CompleteAsync(image.Item.Id, run.ResultOf(image.Item, null) with { Outcome = image.Id }, null, cancellationToken).ConfigureAwait(false);
        return image;
    }
}
