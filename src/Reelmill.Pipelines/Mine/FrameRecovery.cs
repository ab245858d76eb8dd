using Reelmill.Core;
using Reelmill.Library.Artifacts.Disk;

namespace Reelmill.Pipelines.Mine;

/// <summary>Makes the files of kept frames that have none.</summary>
internal sealed class FrameRecovery(DiskArtifactStore artifacts, AvailableVideos videos)
{
    /// <summary>Gives the frames with the files that could be made. A frame stays without one where no file has the bytes of its video, or none that can be decoded.</summary>
    public async Task RecoverAsync(List<FrameChange> frames, CancellationToken cancellationToken)
    {
        var wanted = FramePlaces.Of(frames, static f => f is { Kept: true, Path: null });
        foreach (var video in await videos.FindAsync(wanted.Videos, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                await RecoverAsync(video, wanted, frames, cancellationToken).ConfigureAwait(false);
            }
            catch (ItemException)
            {
                // Other videos go on; what is missing of this one fails it.
            }
        }
    }

    private async Task RecoverAsync(VideoAtHand video, FramePlaces wanted, List<FrameChange> frames, CancellationToken cancellationToken)
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
