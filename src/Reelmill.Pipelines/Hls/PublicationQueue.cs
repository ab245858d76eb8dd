using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using Reelmill.Core;
using Reelmill.Core.Running;
using Reelmill.Library.Catalog;
using Reelmill.Library.Publishing;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Pipelines.Hls;

/// <summary>Queues finished streams and publishes them; the catalog stores each result.</summary>
/// <param name="run">The run that creates the streams.</param>
/// <param name="target">The publish target.</param>
internal sealed class PublicationQueue(ItemRun run, IPublishTarget target) : IItemSource<PublishItem>
{
    public const string Pipeline = "publish";

    private readonly Publisher _publisher = new(target);
    private readonly Channel<string> _finished = Channel.CreateUnbounded<string>();
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>The results of publishing, by content id.</summary>
    public ConcurrentDictionary<string, HlsPublication> Published { get; } = new(StringComparer.Ordinal);

    /// <summary>Queues the stream of an item that was finished in this run or before. Each content is published once.</summary>
    public void Add(string itemId) => _finished.Writer.TryWrite(itemId);

    /// <summary>Closes the queue: no more streams follow.</summary>
    public void Complete() => _finished.Writer.TryComplete();

    public async ValueTask<PublishItem> PublishAsync(PublishItem item, CancellationToken cancellationToken)
    {
        var stream = item.Stream;
        var input = MediaInput.Shown(stream.Source);
        var publication = new Publication
        {
            Folder = run.Library.Catalog.Folder,
            Id = stream.Video!,
            Files = await run.Library.Catalog.FilesAsync(run.Pipeline, stream.Video!, cancellationToken).ConfigureAwait(false),
            Recipe = stream.Options!,
            Fingerprint = stream.Fingerprint!,
        };
        var result = await SendAsync(publication, new Progress(input, run.Ledger), cancellationToken).ConfigureAwait(false);
        run.Ledger.Note(input, $"{result.Why} -> {result.Url}");
        if (result.Remark is { } remark)
        {
            run.Ledger.Note(input, remark);
        }

        item.Published = Published[stream.Video!] = new HlsPublication(result.Url, result.Why, result.Uploaded, result.Skipped, result.Bytes);
        return item;
    }

    /// <summary>Publishes a stream. An unusable target fails the publication only, not the encodes of the run.</summary>
    private async Task<PublishResult> SendAsync(Publication publication, Progress progress, CancellationToken cancellationToken)
    {
        try
        {
            return await _publisher.PublishAsync(
                publication, before => Recipe.Parse(publication.Recipe).ChangeFrom(before), progress, cancellationToken).ConfigureAwait(false);
        }
        catch (PipelineException e)
        {
            throw new ItemException(e.Code, e.Message, innerException: e);
        }
    }

    public async IAsyncEnumerable<PublishItem> ReceiveAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var catalog = run.Library.Catalog;
        await foreach (var id in _finished.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (await catalog.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { State: ItemState.Done, Video: { } video } stream || !_seen.Add(video))
            {
                continue;
            }

            await catalog.EnqueueAsync([new NewItem(Pipeline, stream.Source)], cancellationToken).ConfigureAwait(false);
            var publication = ItemId.Of(Pipeline, stream.Source);
            yield return new PublishItem(publication, stream, await catalog.BeginAttemptAsync(publication, run.Id, cancellationToken).ConfigureAwait(false));
        }
    }

    public async ValueTask CompleteAsync(ItemResult<PublishItem> result, CancellationToken cancellationToken)
    {
        var item = result.Input;
        if (result.Failure is { } failure)
        {
            await run.Library.Catalog.FailAsync(item.Id, new CatalogFailure(failure.Code, failure.Message), cancellationToken).ConfigureAwait(false);
            run.Ledger.Failed(MediaInput.Shown(item.Stream.Source), item.Id, item.Attempt, failure);
            return;
        }

        var done = new CatalogResult
        {
            Video = item.Stream.Video!,
            Fingerprint = item.Stream.Fingerprint!,
            Options = item.Stream.Options!,
            Outcome = JsonSerializer.Serialize(item.Published!, HlsJson.Default.HlsPublication),
        };
        await run.Library.Catalog.CompleteAsync(item.Id, done, null, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask AbandonAsync(PublishItem item) => await run.Library.Catalog.ReleaseAsync(item.Id, CancellationToken.None).ConfigureAwait(false);

    private sealed class Progress(string input, RunLedger ledger) : IProgress<PublishProgress>
    {
        public void Report(PublishProgress value) =>
            ledger.Progress(new ItemProgress(input, "publish", value.Done, value.Total, ProgressUnit.Files));
    }
}
