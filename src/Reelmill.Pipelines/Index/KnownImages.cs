using Reelmill.Library.Catalog;
using Reelmill.Library.Vectors;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Index;

/// <summary>What a collection already has for an image's content.</summary>
/// <param name="RecordInput">The input that the vector's record describes.</param>
internal sealed record KnownImage(MediaInput RecordInput)
{
    /// <summary>The display name of another input that shares its record with the image; null when a record must be written.</summary>
    public string? Source { get; init; }

    /// <summary>The vector of the content; null when the model has to compute it.</summary>
    public ReadOnlyMemory<float>? Vector { get; init; }
}

/// <summary>
/// Finds images with the same content, so that their vector is computed once. Images without an assigned id share one record,
/// whose id is the content id; the record describes the input with the first location in ordinal order, regardless of timing.
/// </summary>
/// <param name="collection">The collection.</param>
/// <param name="run">The run.</param>
/// <param name="store">The vector store.</param>
internal sealed class KnownImages(string collection, ItemRun run, IVectorStore store)
{
    private readonly SharedRecords _records = new(run.Library, run.Pipeline, collection, store);

    /// <summary>Returns the id of an image's vector: the caller's id, the frame's id, or the content id.</summary>
    public static string GetId(IdentifiedItem item) => InputIdentity.FindExplicitId(item.Input.Metadata) ?? item.Content;

    /// <summary>Finds what the collection already has for an image. Claims the image's content first.</summary>
    public async ValueTask<KnownImage> FindAsync(IdentifiedItem identified, CancellationToken cancellationToken)
    {
        var (item, content) = (identified.Item, identified.Content);
        await ClaimAsync(item, content, cancellationToken).ConfigureAwait(false);
        item.Workspace.ReleasePrevious = () => ReleaseRecordAsync(item, content);
        var others = await _records.ListItemsAsync(content, CreateIdSet(item), cancellationToken).ConfigureAwait(false);
        var isShared = InputIdentity.FindExplicitId(item.Input.Metadata) is null;
        var found = new KnownImage(isShared ? _records.ChooseInput(others, item.Input)! : item.Input);
        var same = others.Prepend(item.Before).OfType<Item>().Where(i => IsDoneWithContent(i, content)).ToArray();
        if (same.FirstOrDefault(static i => i.Outcome is not null) is not { } known || await FindVectorAsync(known, item, cancellationToken).ConfigureAwait(false) is not { } vector)
        {
            return found;
        }

        // The file is not read after this point, and the metadata of other bytes must not reach the store.
        identified.Fetched.RequireUnchanged();
        if (!isShared)
        {
            // Other images with this content need not wait for this write.
            await ReleaseClaimAsync(item, content).ConfigureAwait(false);
            return found with { Vector = vector };
        }

        if (same.FirstOrDefault(i => i.Id != item.Id && InputIdentity.FindExplicitId(InputIdentity.ReadMetadata(i)) is null) is not { } owner)
        {
            return found with { Vector = vector };
        }

        if (found.RecordInput == item.Input)
        {
            await _records.WriteAsync(content, item.Input, vector, cancellationToken).ConfigureAwait(false);
        }

        return found with { Source = MediaInput.Redact(owner.Source) };
    }

    /// <summary>Releases the record of the input's previous content, unless another input still shares it.</summary>
    private async Task ReleaseRecordAsync(PipelineItem item, string content)
    {
        if (item.Before is { } before && before.Video != content && InputIdentity.FindExplicitId(InputIdentity.ReadMetadata(before)) is null)
        {
            await _records.ReleaseRecordAsync(before.Video!, CreateIdSet(item)).ConfigureAwait(false);
        }
    }

    /// <summary>Whether an item is done with a content, by this run's recipe. An item whose last attempt was interrupted may have a record of other bytes.</summary>
    private bool IsDoneWithContent(Item item, string content) => item.State == ItemState.Done && item.Fingerprint == run.Recipe.ComputeFingerprint(content);

    /// <summary>Finds the vector of an item that is done; null when there is none, or when another run has restarted the item meanwhile.</summary>
    private async Task<float[]?> FindVectorAsync(Item known, PipelineItem requester, CancellationToken cancellationToken)
    {
        var vector = await store.FindAsync(collection, known.Outcome!, cancellationToken).ConfigureAwait(false);
        return known.Id == requester.Id || await run.Library.Catalog.FindAsync(known.Id, cancellationToken).ConfigureAwait(false) is { } now && IsDoneWithContent(now, known.Video!) ? vector : null;
    }

    /// <summary>Claims a content, after waiting for its current owner.</summary>
    private async ValueTask ClaimAsync(PipelineItem item, string content, CancellationToken cancellationToken)
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

    private static HashSet<string> CreateIdSet(PipelineItem item) => new(StringComparer.Ordinal) { item.Id };

    private async ValueTask ReleaseClaimAsync(PipelineItem item, string content)
    {
        item.Workspace.Claimed = null;
        await run.Library.Contents.SettleAsync(run.Pipeline, content, done: true).ConfigureAwait(false);
    }
}
