using Reelmill.Core;
using Reelmill.Core.Pipelines;
using Reelmill.Library.Catalog;
using Reelmill.Media.Fetching;
using Reelmill.Media.Probing;
using Reelmill.Media.Processes;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Pipelines.Items;

/// <summary>The first two stages of every pipeline on videos: fetch, then probe and identify.</summary>
/// <param name="run">The run.</param>
/// <param name="fetcher">Brings what is elsewhere.</param>
/// <param name="sources">Asks what a file is and makes it ready.</param>
/// <param name="kind">The kind of artifact that the pipeline makes: the folder below the library.</param>
/// <param name="early">Probes that were begun before the run; none when null.</param>
internal sealed class Intake(ItemRun run, Fetcher fetcher, SourceVideos sources, string kind, EarlyProbes? early = null)
{
    private const int HashBuffer = 1 << 17;

    public async ValueTask<FetchedVideo> FetchAsync(PipelineItem item, CancellationToken cancellationToken)
    {
        try
        {
            item.Stamp = SourceStamp.Of(item.Input);
            var file = item.Take(await fetcher.FetchAsync(item.Input, new DownloadProgress(item.Input, run.Ledger), cancellationToken).ConfigureAwait(false));
            run.Ledger.Progress(new ItemProgress(item.Input.Display, DownloadProgress.Doing, file.Bytes, file.Bytes, ProgressUnit.Bytes));
            return new FetchedVideo(item, file);
        }
        catch (IOException e) when (SystemErrors.Explain(e) is null)
        {
            throw new PipelineException("disk_failed", $"Saving the download of {item.Input.Display}: {e.Message} Free some space or choose another library folder; the same command goes on.", e);
        }
    }

    public async ValueTask ProbeAsync(FetchedVideo value, StageOutput<ProbedVideo> output, CancellationToken cancellationToken)
    {
        var (item, file) = value;
        var identity = IdentifyAsync(file.Path, cancellationToken);
        var media = await ReadAsync(item, file, cancellationToken).ConfigureAwait(false);
        var color = media.RequireVideo().ColorRemark;
        item.Video = await identity.ConfigureAwait(false);
        if (await SameContentAsync(item, cancellationToken).ConfigureAwait(false) is { } source)
        {
            output.Drop($"same content as {source}");
            return;
        }

        item.Source = await sources.ReadyAsync(media, cancellationToken).ConfigureAwait(false);
        item.Staged = await run.Library.Artifacts.StageAsync(kind, item.Video, cancellationToken).ConfigureAwait(false);
        item.AddRemark(color);
        item.AddRemark(item.Source.Remark);
        await output.EmitAsync(new ProbedVideo(item, file, item.Video, media, item.Source.Media)).ConfigureAwait(false);
    }

    private async Task<MediaInfo> ReadAsync(PipelineItem item, FetchedFile file, CancellationToken cancellationToken)
    {
        try
        {
            var media = early is not null && early.TryTake(item, out var begun)
                ? begun.WaitAsync(cancellationToken)
                : sources.ProbeAsync(file.Path, cancellationToken);
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
        return await ContentId.OfAsync(stream, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The source whose results are those of this item too, because its bytes are the same.</summary>
    private async ValueTask<string?> SameContentAsync(PipelineItem item, CancellationToken cancellationToken)
    {
        if (item.Claimed != (run.Pipeline, item.Video!))
        {
            if (await run.Library.Contents.ClaimAsync(run.Pipeline, item.Video!, run.Recipe.Json, item.Input.Display, cancellationToken).ConfigureAwait(false) is { } owner)
            {
                return owner;
            }

            item.Claimed = (run.Pipeline, item.Video!);
        }

        var fingerprint = run.Recipe.FingerprintOf(item.Video!);
        var same = new ItemFilter { Pipeline = run.Pipeline, State = ItemState.Done, Video = item.Video };
        await foreach (var done in run.Library.Catalog.ItemsAsync(same, cancellationToken).ConfigureAwait(false))
        {
            if (done.Fingerprint == fingerprint && !run.Incomplete.Contains(item.Video!))
            {
                return MediaInput.Shown(done.Source);
            }
        }

        return null;
    }
}
