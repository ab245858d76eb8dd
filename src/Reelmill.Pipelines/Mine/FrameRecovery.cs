using Reelmill.Core;
using Reelmill.Library.Artifacts.Disk;

namespace Reelmill.Pipelines.Mine;

/// <summary>Restores the missing files of kept frames.</summary>
internal sealed class FrameRecovery(DiskArtifactStore artifacts, AvailableVideos videos)
{
    /// <summary>Restores the files that can be restored, and updates the frames in place. A frame stays without a file where no decodable file with the content of its video is available.</summary>
    public async Task RecoverAsync(List<FrameChange> frames, CancellationToken cancellationToken)
    {
        var wanted = FramePositions.Find(frames, static f => f is { Kept: true, Path: null });
        foreach (var video in await videos.FindAsync(wanted.Videos, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                await RecoverAsync(video, wanted, frames, cancellationToken).ConfigureAwait(false);
            }
            catch (ItemException)
            {
                // Other videos continue. The missing frames later fail this video's item.
            }
        }
    }

    private async Task RecoverAsync(AvailableVideo video, FramePositions wanted, List<FrameChange> frames, CancellationToken cancellationToken)
    {
        using var files = new FrameFiles(artifacts, video);
        await foreach (var (decoded, color) in videos.DecodeFramesAsync(video, wanted.GetTimes(video), cancellationToken).ConfigureAwait(false))
        {
            var position = wanted.GetPosition(video, decoded.TimeMs);
            var saved = await files.SaveAsync(frames[position].After, decoded, color, cancellationToken).ConfigureAwait(false);
            frames[position] = frames[position] with { After = saved };
        }
    }
}
