using System.Runtime.CompilerServices;
using System.Text.Json;
using Reelmill.Core.Running;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Items;

/// <summary>
/// Yields the inputs of a run that are not done yet, and records each attempt and each failure in the catalog. The commit
/// stage records success, in one transaction with the frames.
/// </summary>
internal sealed class CatalogSource(InputWindows windows, ItemRun run) : IItemSource<PipelineItem>
{
    private readonly SqliteCatalog _catalog = run.Library.Catalog;

    public async IAsyncEnumerable<PipelineItem> ReceiveAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await windows.NextAsync(cancellationToken).ConfigureAwait(false) is { } window)
        {
            await _catalog.EnqueueAsync(window.Select(ToNewItem), cancellationToken).ConfigureAwait(false);
            foreach (var input in LargestFirst(window))
            {
                if (await ClaimAsync(input, cancellationToken).ConfigureAwait(false) is { } item)
                {
                    yield return item;
                }
            }
        }
    }

    public async ValueTask CompleteAsync(ItemResult<PipelineItem> result, CancellationToken cancellationToken)
    {
        var (item, work) = (result.Input, result.Input.Workspace);
        if (work.IsDeferred)
        {
            run.Ledger.CountDeferred();
            await AbandonAsync(item).ConfigureAwait(false);
            return;
        }

        switch (result.Outcome)
        {
            case ItemOutcome.Failed:
                await FailAsync(item, result.Failure! with { Message = item.NameInput(result.Failure!.Message) }, cancellationToken).ConfigureAwait(false);
                break;
            case ItemOutcome.Done when !work.IsCommitted:
                run.Ledger.CountUndone();
                await FailAsync(item, ResultErrors.CreateMissingResult(run.Pipeline, item), cancellationToken).ConfigureAwait(false);
                break;
            case ItemOutcome.Dropped:
                await work.ReleasePreviousAsync().ConfigureAwait(false);
                await _catalog.CompleteAsync(item.Id, work.Result!, null, cancellationToken).ConfigureAwait(false);
                await work.ReleasePreviousAsync().ConfigureAwait(false);
                run.Ledger.Skipped(item.Id, item.Input, result.DropReason!, work.Result!.Video);
                break;
            default:
                await work.ReleasePreviousAsync().ConfigureAwait(false);
                var notes = CollectNotes(work).ToArray();
                Array.ForEach(notes, note => run.Ledger.Note(item.Input.Display, note));
                run.Ledger.Done(item.Id, work.Result?.Video, notes.Length == 0 ? null : string.Join("; ", notes));
                break;
        }

        await ReleaseAsync(item, done: result.Outcome == ItemOutcome.Done && work.IsCommitted).ConfigureAwait(false);
    }

    private async Task FailAsync(PipelineItem item, Core.Running.ItemFailure failure, CancellationToken cancellationToken)
    {
        await _catalog.FailAsync(item.Id, new CatalogFailure(failure.Code, failure.Message, FailureDetail.FindStderr(failure)), cancellationToken).ConfigureAwait(false);
        run.Ledger.Failed(item.Input.Display, item.Id, item.Attempt, failure);
    }

    public async ValueTask AbandonAsync(PipelineItem item)
    {
        await _catalog.ReleaseAsync(item.Id, CancellationToken.None).ConfigureAwait(false);
        await ReleaseAsync(item, done: false).ConfigureAwait(false);
    }

    private async ValueTask ReleaseAsync(PipelineItem item, bool done)
    {
        item.Workspace.Dispose();
        run.Library.Items.Release(item.Id);
        if (item.Workspace.Claimed is var (pipeline, video))
        {
            await run.Library.Contents.SettleAsync(pipeline, video, done).ConfigureAwait(false);
        }
    }

    private static IEnumerable<string> CollectNotes(ItemWorkspace work)
    {
        if (work.Remark is { } remark)
        {
            yield return remark;
        }

        if (work.Damage is { } damage)
        {
            yield return $"done, though its stream is damaged: {damage}";
        }
    }

    private NewItem ToNewItem(MediaInput input) => new(
        run.Pipeline,
        input.Source,
        input.Metadata.Count == 0 ? null : JsonSerializer.Serialize(input.Metadata, RecipeJson.Default.IReadOnlyDictionaryStringString),
        InputIdentity.GetKey(run.Library.Folder, input))
    {
        ReplacesMetadata = InputIdentity.FindFrameId(input) is not null || InputIdentity.GetUserMetadata(input.Metadata).Count > 0,
    };

    /// <summary>Orders a window: largest local files first, alternating with downloads, so that neither the network nor the processor idles.</summary>
    public static IEnumerable<MediaInput> LargestFirst(IReadOnlyList<MediaInput> window)
    {
        var remote = window.Where(static i => i.Kind != InputKind.File).ToArray();
        var local = window.Where(static i => i.Kind == InputKind.File).OrderByDescending(GetFileSize).ToArray();
        for (var i = 0; i < Math.Max(remote.Length, local.Length); i++)
        {
            if (i < remote.Length)
            {
                yield return remote[i];
            }

            if (i < local.Length)
            {
                yield return local[i];
            }
        }
    }

    private static long GetFileSize(MediaInput input) => new FileInfo(input.Source) is { Exists: true } file ? file.Length : 0;

    /// <summary>Claims the item of an input and records its attempt; null when nothing is left to do.</summary>
    private async ValueTask<PipelineItem?> ClaimAsync(MediaInput input, CancellationToken cancellationToken)
    {
        var id = InputIdentity.GetItemId(run.Library.Folder, run.Pipeline, input);
        await run.Library.Items.ClaimAsync(id, cancellationToken).ConfigureAwait(false);
        try
        {
            var item = await BeginAsync(id, input, cancellationToken).ConfigureAwait(false);
            if (item is null)
            {
                run.Library.Items.Release(id);
            }

            return item;
        }
        catch
        {
            run.Library.Items.Release(id);
            throw;
        }
    }

    private async ValueTask<PipelineItem?> BeginAsync(string id, MediaInput input, CancellationToken cancellationToken)
    {
        var known = (await _catalog.FindAsync(id, cancellationToken).ConfigureAwait(false))!;
        if (run.UsesMetadata && InputIdentity.GetUserMetadata(input.Metadata).Count == 0)
        {
            // An input without metadata keeps the metadata of earlier runs.
            input = input with { Metadata = InputIdentity.ReadMetadata(known) };
        }

        if (known.State == ItemState.Done)
        {
            if (await FindRedoReasonAsync(input, known, cancellationToken).ConfigureAwait(false) is not { } reason)
            {
                run.Ledger.Skipped(id, input, "done already: same source, options and tools", known.Video);
                return null;
            }

            run.Ledger.Note(input.Display, reason);
        }

        var attempt = await _catalog.BeginAttemptAsync(id, run.Id, cancellationToken).ConfigureAwait(false);
        run.Ledger.Started(id, attempt);
        return new PipelineItem(id, input) { Attempt = attempt, Before = known.Video is null ? null : known };
    }

    private async ValueTask<string?> FindRedoReasonAsync(MediaInput input, Item known, CancellationToken cancellationToken)
    {
        if (known.Options != run.Recipe.Json)
        {
            return $"done again: {run.Recipe.DescribeChange(known.Options)}";
        }

        var stamp = SourceStamp.Read(input);
        if (known.SourceStamp != run.GetStamp(input, stamp))
        {
            return ItemRun.GetFileStamp(known.SourceStamp) == stamp ? "done again: its metadata has changed" : "done again: the file has changed";
        }

        var isFileLost = run.Incomplete.Contains(known.Video!) && input.Kind == InputKind.Url;
        return isFileLost || (run.IsComplete is { } isWhole && !await isWhole(known, cancellationToken).ConfigureAwait(false)) ? "done again: some of its files are missing or have changed" : null;
    }
}
