using Reelmill.Library;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Mine;

/// <summary>Commits a video: its files and its frames.</summary>
/// <param name="keepVideos">Whether the download stays in the library.</param>
/// <param name="run">The run.</param>
internal sealed class VideoCommit(bool keepVideos, ItemRun run)
{
    /// <summary>Publishes the files and records the frames in the catalog, atomically.</summary>
    public async ValueTask<CommittedVideo> CommitAsync(IReadOnlyList<DecidedFrame> frames, CancellationToken cancellationToken)
    {
        var video = frames[0].Video;
        video.Identified.Fetched.RequireUnchanged();
        var records = await new PreservedFiles(run).PreserveAsync(video, [.. frames.Select(static f => f.Record)], cancellationToken).ConfigureAwait(false);
        var result = run.CreateResult(video.Identified, MediaFacts.ToJson(video));
        if (keepVideos)
        {
            video.Identified.KeepDownload(Path.Combine(run.Library.Folder, LibraryLayout.Videos));
        }

        await video.Staged.CommitAsync(token => run.CompleteAsync(video.Item, result, records, token), cancellationToken).ConfigureAwait(false);
        return new CommittedVideo(video.Id, records.Count, records.Count(static r => r.Kept));
    }
}
