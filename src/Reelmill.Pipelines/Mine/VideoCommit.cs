using Reelmill.Library;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Mine;

/// <summary>Ends a video: its files and its frames.</summary>
/// <param name="keepVideos">Whether its download stays.</param>
/// <param name="run">The run.</param>
internal sealed class VideoCommit(bool keepVideos, ItemRun run)
{
    /// <summary>The files become visible and the catalog knows them, both or neither.</summary>
    public async ValueTask<CommittedVideo> CommitAsync(IReadOnlyList<DecidedFrame> frames, CancellationToken cancellationToken)
    {
        var video = frames[0].Video;
        video.Identified.Fetched.RequireUnchanged();
        var records = await new PreservedFiles(run).CarryAsync(video, [.. frames.Select(static f => f.Record)], cancellationToken).ConfigureAwait(false);
        var result = run.ResultOf(video.Identified, MediaFacts.JsonOf(video));
        if (keepVideos)
        {
            video.Identified.KeepDownload(Path.Combine(run.Library.Folder, LibraryLayout.Videos));
        }

        await video.Staged.CommitAsync(token => run.CompleteAsync(video.Item, result, records, token), cancellationToken).ConfigureAwait(false);
        return new CommittedVideo(video.Id, records.Count, records.Count(static r => r.Kept));
    }
}
