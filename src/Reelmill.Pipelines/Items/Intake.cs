using Reelmill.Core;
using Reelmill.Core.Running;
using Reelmill.Library.Catalog;
using Reelmill.Media.Fetching;
using Reelmill.Media.Probing;
using Reelmill.Pipelines.Runs;
using Reelmill.Processes;

namespace Reelmill.Pipelines.Items;

/// <summary>The first two stages of every video pipeline: fetch, then probe and identify.</summary>
/// <param name="run">The run.</param>
/// <param name="fetcher">Downloads remote inputs.</param>
/// <param name="sources">Probes files and prepares them for decoding.</param>
/// <param name="kind">The kind of artifact that the pipeline produces, which is its folder in the library.</param>
/// <param name="prefetched">Probes that started before the run; none when null.</param>
internal sealed class Intake(ItemRun run, Fetcher fetcher, SourceVideos sources, string kind, PrefetchedProbes? prefetched = null)
{
    private const int HashBuffer = 1 << 17;

    public async ValueTask<FetchedItem> FetchAsync(PipelineItem item, CancellationToken cancellationToken)
    {
        try
        {
            var stamp = SourceStamp.Read(item.Input);
            var fetched = FetchedItem.Create(item, await fetcher.FetchAsync(item.Input, new DownloadProgress(item.Input, run.Ledger), cancellationToken).ConfigureAwait(false), stamp);
            run.Ledger.Progress(new ItemProgress(item.Input.Display, DownloadProgress.Doing, fetched.File.Bytes, fetched.File.Bytes, ProgressUnit.Bytes));
            return fetched;
        }
        catch (IOException e) when (SystemErrors.Explain(e) is null)
        {
            throw new PipelineException("disk_failed", $"Saving the download of {item.Input.Display}: {SystemErrors.GetSentence(e)} Free some space or choose another library folder, then run the same command to resume.", e);
        }
    }

    public async ValueTask ProbeAsync(FetchedItem fetched, StageOutput<ProbedVideo> output, CancellationToken cancellationToken)
    {
        var content = IdentifyAsync(fetched.File.Path, cancellationToken);
        var media = await ReadAsync(fetched, cancellationToken).ConfigureAwait(false);
        var color = media.RequireVideo().ColorRemark;
        var identified = new IdentifiedItem(fetched, await content.ConfigureAwait(false));

        // If a later stage drops the video, the catalog records it as done with this result.
        fetched.Item.Workspace.Result = run.CreateResult(identified);
        if (await FindSameContentAsync(identified, cancellationToken).ConfigureAwait(false) is { } source)
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
            var media = prefetched is not null && prefetched.TryTake(fetched.Input, fetched.Stamp, out var started)
                ? started.WaitAsync(cancellationToken)
                : sources.ProbeAsync(fetched.File.Path, cancellationToken);
            return await media.ConfigureAwait(false);
        }
        catch (ProcessFailedException e)
        {
            throw ToolVersion.CreateMissingToolError("ffprobe", e);
        }
    }

    /// <summary>Computes the content id of a file.</summary>
    public static async Task<string> IdentifyAsync(string path, CancellationToken cancellationToken)
    {
        var stream = LocalFile.OpenRead("Reading", path, HashBuffer);
        await using var _ = stream.ConfigureAwait(false);
        return await ContentId.ComputeAsync(stream, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Returns the source that has the same content and is already done, whose results this item shares; null when there is none.</summary>
    private async ValueTask<string?> FindSameContentAsync(IdentifiedItem item, CancellationToken cancellationToken)
    {
        if (item.Item.Workspace.Claimed != (run.Pipeline, item.Content))
        {
            if (await run.Library.Contents.ClaimAsync(run.Pipeline, item.Content, run.Recipe.Json, item.Input.Display, cancellationToken).ConfigureAwait(false) is { } owner)
            {
                return owner;
            }

            item.Item.Workspace.Claimed = (run.Pipeline, item.Content);
        }

        var fingerprint = run.Recipe.ComputeFingerprint(item.Content);
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
