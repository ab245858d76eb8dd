using Reelmill.Library.Artifacts.Disk;

namespace Reelmill.Pipelines.Mine;

/// <summary>Makes the files of frames that are kept by a new decision and were dropped by the old one.</summary>
internal sealed class FrameRecovery(DiskArtifactStore artifacts, VideosAtHand videos)
{
    /// <summary>
    /// Gives the frames with the files that could be made. A frame whose video is not at hand (a download that was not
    /// kept, a file that was moved or changed) stays without one.
    /// </summary>
    public async Task RecoverAsync(List<FrameChange> frames, CancellationToken cancellationToken)
    {
        var wanted = FramePlaces.Of(frames, static f => f is { Kept: true, Path: null });
        foreach (var video in await videos.FindAsync(wanted.Videos, cancellationToken).ConfigureAwait(false))
        {
            using var files = new FrameFiles(artifacts, video);
            await foreach (var (picture, color) in videos.FramesAsync(video, wanted.Times(video), cancellationToken).ConfigureAwait(false))
            {
                var place = wanted.Place(video, picture.TimeMs);
                var saved = await files.SaveAsync(frames[place].After, picture, color, cancellationToken).ConfigureAwait(false);
                frames[place] = frames[place] with { After = saved };
            }
        }
    }
}
