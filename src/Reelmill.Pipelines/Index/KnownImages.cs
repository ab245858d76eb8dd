using Reelmill.Library.Catalog;
using Reelmill.Library.Vectors;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Index;

/// <summary>What a collection has of an image's bytes already.</summary>
/// <param name="Told">The input that the image's record tells of.</param>
internal sealed record KnownImage(MediaInput Told)
{
    /// <summary>Another input, whose record is that of the image too; null when the image needs a record to be written.</summary>
    public string? Source { get; init; }

    /// <summary>The vector of the bytes; null when the model has to make it.</summary>
    public ReadOnlyMemory<float>? Vector { get; init; }
}

/// <summary>
/// Tells images with the same bytes. Their vector is made once. Images that nobody gave an id share one record, named by the
/// content; it tells of the input whose place is the first in ordinal order, whichever came first.
/// </summary>
/// <param name="collection">The collection.</param>
/// <param name="run">The run.</param>
/// <param name="store">Keeps the vectors.</param>
internal sealed class KnownImages(string collection, ItemRun run, IVectorStore store)
{
    private readonly SharedRecords _records = new(run.Library, run.Pipeline, collection, store);

    /// <summary>The id of an image's vector: the caller's, that of its frame, or its content.</summary>
    public static string IdOf(IdentifiedItem item) => FrameIdentity.OwnIdOf(item.Input.Metadata) ?? item.Content;

    /// <summary>Finds what the collection has of an image already.</summary>
    public async ValueTask<KnownImage> FindAsync(IdentifiedItem identified, CancellationToken cancellationToken)
    {
        var (item, content) = (identified.Item, identified.Content);
        await HoldAsync(item, content, cancellationToken).ConfigureAwait(false);
        item.Workspace.Leave = () => LeaveAsync(item, content);
        var others = await _records.OfAsync(content, Only(item), cancellationToken).ConfigureAwait(false);
        var isShared = FrameIdentity.OwnIdOf(item.Input.Metadata) is null;
        var found = new KnownImage(isShared ? _records.FirstOf(others, item.Input)! : item.Input);
        var same = others.Prepend(item.Before).OfType<Item>().Where(i => IsDoneWith(i, content)).ToArray();
        if (same.FirstOrDefault(static i => i.Outcome is not null) is not { } known || await VectorOfAsync(known, item, cancellationToken).ConfigureAwait(false) is not { } vector)
        {
            return found;
        }

        // Nothing is read after this, and what is said of other bytes must not reach the store.
        identified.Fetched.RequireUnchanged();
        if (!isShared)
        {
            // Others with these bytes need not wait until this one is written.
            await LetAsync(item, content).ConfigureAwait(false);
            return found with { Vector = vector };
        }

        if (same.FirstOrDefault(i => i.Id != item.Id && FrameIdentity.OwnIdOf(FrameIdentity.MetadataOf(i)) is null) is not { } owner)
        {
            return found with { Vector = vector };
        }

        if (found.Told == item.Input)
        {
            await _records.WriteAsync(content, item.Input, vector, cancellationToken).ConfigureAwait(false);
        }

        return found with { Source = MediaInput.Redact(owner.Source) };
    }

    /// <summary>What the input held before goes, unless another one holds it still.</summary>
    private async Task LeaveAsync(PipelineItem item, string content)
    {
        if (item.Before is { } before && before.Video != content && FrameIdentity.OwnIdOf(FrameIdentity.MetadataOf(before)) is null)
        {
            await _records.LeaveAsync(before.Video!, Only(item)).ConfigureAwait(false);
        }
    }

    /// <summary>Whether an item was done with some bytes in the way of this run. One whose last attempt broke off may have a record of other bytes.</summary>
    private bool IsDoneWith(Item item, string content) => item.State == ItemState.Done && item.Fingerprint == run.Recipe.FingerprintOf(content);

    /// <summary>The vector of an item that was done; null when there is none, or when the item was begun anew meanwhile.</summary>
    private async Task<float[]?> VectorOfAsync(Item known, PipelineItem asking, CancellationToken cancellationToken)
    {
        var vector = await store.FindAsync(collection, known.Outcome!, cancellationToken).ConfigureAwait(false);
        return known.Id == asking.Id || await run.Library.Catalog.FindAsync(known.Id, cancellationToken).ConfigureAwait(false) is { } now && IsDoneWith(now, known.Video!) ? vector : null;
    }

    /// <summary>Waits until nobody else works on these bytes.</summary>
    private async ValueTask HoldAsync(PipelineItem item, string content, CancellationToken cancellationToken)
    {
        if (item.Workspace.Claimed == (run.Pipeline, content))
        {
            return;
        }

        while (await run.Library.Contents.ClaimAsync(run.Pipeline, content, run.Recipe.Json, item.Input.Display, cancellationToken).ConfigureAwait(false) is not null)
        {
        }

        item.Workspace.Claimed = (run.Pipeline, content);
    }

    private static HashSet<string> Only(PipelineItem item) => new(StringComparer.Ordinal) { item.Id };

    private async ValueTask LetAsync(PipelineItem item, string content)
    {
        item.Workspace.Claimed = null;
        await run.Library.Contents.SettleAsync(run.Pipeline, content, done: true).ConfigureAwait(false);
    }
}
