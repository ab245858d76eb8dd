using System.Runtime.CompilerServices;
using System.Text.Json;
using Reelmill.Core.Running;
using Reelmill.Library.Catalog;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Runs;
using ItemFailure = Reelmill.Library.Catalog.ItemFailure;

namespace Reelmill.Pipelines.Mine;

/// <summary>
/// The inputs of a run that are not done yet. What becomes of each is in the catalog: the attempt before the work, the
/// failure after it. (Success is recorded by the commit stage, in one transaction with the frames.)
/// </summary>
internal sealed class MineSource(
    IEnumerable<MediaInput> inputs, MineContext mine, MineServices services, RunLedger ledger) : IItemSource<MineItem>
{
    /// <summary>How many inputs are looked at together, to begin the largest first: a large one begun last runs alone.</summary>
    private const int Window = 1000;

    public async IAsyncEnumerable<MineItem> ReceiveAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var window in inputs.Chunk(Window))
        {
            await services.Catalog.EnqueueAsync(window.Select(ToNewItem), cancellationToken).ConfigureAwait(false);
            foreach (var input in LargestFirst(window))
            {
                if (await PrepareAsync(input, cancellationToken).ConfigureAwait(false) is { } item)
                {
                    yield return item;
                }
            }
        }
    }

    public async ValueTask CompleteAsync(ItemResult<MineItem> result, CancellationToken cancellationToken)
    {
        var item = result.Input;
        switch (result.Outcome)
        {
            case ItemOutcome.Failed:
                var failure = result.Failure!;
                await services.Catalog.FailAsync(item.Id, new ItemFailure(failure.Code, failure.Message), cancellationToken).ConfigureAwait(false);
                ledger.Failed(item.Input, item.Id, item.Attempt, failure);
                break;
            case ItemOutcome.Dropped:
                await services.Catalog.CompleteAsync(item.Id, mine.ResultOf(item, null), null, cancellationToken).ConfigureAwait(false);
                ledger.Skipped(item.Input, result.DropReason!);
                break;
            default:
                NoteDamage(item);
                break;
        }

        item.Dispose();
        mine.Claims.Settle(item, result.Outcome == ItemOutcome.Done);
    }

    public async ValueTask AbandonAsync(MineItem item)
    {
        await services.Catalog.ReleaseAsync(item.Id, CancellationToken.None).ConfigureAwait(false);
        item.Dispose();
        mine.Claims.Settle(item, done: false);
    }

    private void NoteDamage(MineItem item)
    {
        if (item.Damage is { } damage)
        {
            ledger.Note($"{item.Input.Display}: done, though its stream is damaged: {damage}");
        }
    }

    private static NewItem ToNewItem(MediaInput input) => new(
        "mine",
        input.Source,
        input.Metadata.Count == 0 ? null : JsonSerializer.Serialize(input.Metadata, RecipeJson.Default.IReadOnlyDictionaryStringString));

    /// <summary>Downloads and local files take turns, so that neither the network nor the processor waits for the other.</summary>
    private static IEnumerable<MediaInput> LargestFirst(MediaInput[] window)
    {
        var remote = window.Where(static i => i.Kind != InputKind.File).ToArray();
        var local = window.Where(static i => i.Kind == InputKind.File).OrderByDescending(SizeOf).ToArray();
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

    private static long SizeOf(MediaInput input) => new FileInfo(input.Source) is { Exists: true } file ? file.Length : 0;

    /// <summary>The item to work on, with its attempt written down; null when nothing is left to do.</summary>
    private async ValueTask<MineItem?> PrepareAsync(MediaInput input, CancellationToken cancellationToken)
    {
        var known = (await services.Catalog.FindAsync(ItemId.Of("mine", input.Source), cancellationToken).ConfigureAwait(false))!;
        if (known.State == ItemState.Done)
        {
            if (WhyAgain(input, known) is not { } why)
            {
                ledger.Skipped(input, "done already: same source, options and tools");
                return null;
            }

            ledger.Note($"{input.Display}: {why}");
        }

        var attempt = await services.Catalog.BeginAttemptAsync(known.Id, services.Run, cancellationToken).ConfigureAwait(false);
        return new MineItem(known.Id, input) { Attempt = attempt };
    }

    private string? WhyAgain(MediaInput input, Item known)
    {
        if (known.Options != services.Recipe.Json)
        {
            return $"done again: {services.Recipe.ChangeFrom(known.Options)}";
        }

        if (known.SourceStamp != SourceStamp.Of(input))
        {
            return "done again: the file has changed";
        }

        return services.Incomplete.Contains(known.Video!) && input.Kind == InputKind.Url ? "done again: kept frames have no file" : null;
    }
}
