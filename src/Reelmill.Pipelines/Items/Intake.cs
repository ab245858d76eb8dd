using Reelmill.Core;
using Reelmill.Core.Pipelines;
using Reelmill.Library.Catalog;
using Reelmill.Media.Fetching;
using Reelmill.Media.Probing;
using Reelmill.Pipelines.Runs;
using Reelmill.Processes;

namespace Reelmill.Pipelines.Items;

/// <summary>The first two stages of every pipeline on videos: fetch, then probe and identify.</summary>
/// <param name="run">The run.</param>
/// <param name="fetcher">Brings what is elsewhere.</param>
/// <param name="sources">Asks what a file is and makes it ready.</param>
/// <param name="kind">The kind of artifact that the pipeline makes: the folder below the library.</param>
/// <param name="early">Probes that were begun before the run; none when null.</param>
internal sealed class Intake(ItemRun run, Fetcher fetcher, SourceVideos sources, string kind, PrefetchedProbes? early = null)
{
    private const int HashBuffer = 1 << 17;

    public async ValueTask<FetchedItem> FetchAsync(PipelineItem item, CancellationToken cancellationToken)
    {
        try
        {
            var stamp = SourceStamp.Of(item.Input);
            var fetched = FetchedItem.Of(item, await fetcher.FetchAsync(item.Input, new DownloadProgress(item.Input, run.Ledger), cancellationToken).ConfigureAwait(false), stamp);
            run.Ledger.Progress(new ItemProgress(item.Input.Display, DownloadProgress.Doing, fetched.File.Bytes, fetched.File.Bytes, ProgressUnit.Bytes));
            return fetched;
        }
        catch (IOException e) when (SystemErrors.Explain(e) is null)
        {
            throw new PipelineException("disk_failed", $"Saving the download of {item.Input.Display}: {e.Message} Free some space or choose another library folder; the same command goes on.", e);
        }
    }

    public async ValueTask ProbeAsync(FetchedItem fetched, StageOutput<ProbedVideo> output, CancellationToken cancellationToken)
    {
        var content = IdentifyAsync(fetched.File.Path, cancellationToken);
        var media = await ReadAsync(fetched, cancellationToken).ConfigureAwait(false);
        var color = media.RequireVideo().ColorRemark;
        var identified = new IdentifiedItem(fetched, await content.ConfigureAwait(false));

        // A stage may drop the video: then the catalog has it as done, with this.
        fetched.Item.Workspace.Result = run.ResultOf(identified);
        if (await SameContentAsync(identified, cancellationToken).ConfigureAwait(false) is { } source)
        {
            run.Drop(identified, source, output.Drop);
            return;
        }

        var work = fetched.Item.Workspace;
        work.Source = await sources.ReadyAsync(media, cancellationToken).ConfigureAwait(false);
        work.Staged = await run.Library.Artifacts.StageAsync(kind, identified.Content, cancellationToken).ConfigureAwait(false);
        work.AddRemark(color);
        work.AddRemark(work.Source.Remark);
        await output.EmitAsync(new ProbedVideo(identified, media, work.Source.Media, work.Staged)).ConfigureAwait(false);
    }

    private async Task<MediaInfo> ReadAsync(FetchedItem fetched, CancellationToken cancellationToken)
    {
        try
        {
            var media = early is not null && early.TryTake(fetched.Input, fetched.Stamp, out var begun)
                ? begun.WaitAsync(cancellationToken)
                : sources.ProbeAsync(fetched.File.Path, cancellationToken);
            return await media.ConfigureAwait(false);
        }
        catch (ProcessFailedException e)
        {
            throw ToolVersion.Missing("ffprobe", e);
        }
    }

    /// <summary>The id of a file's content.</summary>
    public static async Task<string> IdentifyAsync(string path, CancellationToken cancellationToken)
    {
        var stream = LocalFile.OpenRead("Reading", path, HashBuffer);
        await using var _ = stream.ConfigureAwait(false);
        return await ContentId.ComputeAsync(stream, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The source whose results are those of this item too, because its bytes are the same.</summary>
    private async ValueTask<string?> SameContentAsync(IdentifiedItem item, CancellationToken cancellationToken)
    {
        if (item.Item.Workspace.Claimed != (run.Pipeline, item.Content))
        {
            if (await run.Library.Contents.ClaimAsync(run.Pipeline, item.Content, run.Recipe.Json, item.Input.Display, cancellationToken).ConfigureAwait(false) is { } owner)
            {
                return owner;
            }

            item.Item.Workspace.Claimed = (run.Pipeline, item.Content);
        }

        var fingerprint = run.Recipe.FingerprintOf(item.Content);
        var same = new ItemFilter { Pipeline = run.Pipeline, State = ItemState.Done, Video = item.Content };
        await foreach (var done in run.Library.Catalog.ItemsAsync(same, cancellationToken).ConfigureAwait(false))
        {
            if (done.Fingerprint == fingerprint && !run.Incomplete.Contains(item.Content))
            {
                return MediaInput.Redact(done.Source);
            }
        }

        return null;
    }
}
