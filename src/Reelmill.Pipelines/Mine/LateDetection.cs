using Reelmill.Core;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog;
using Reelmill.Pipelines.Services;
using Reelmill.Vision.Detection;

namespace Reelmill.Pipelines.Mine;

/// <summary>
/// Looks into frames that a new decision keeps and the old one dropped before a model saw them, so that a library is the
/// same as if it had been mined by the new limits.
/// </summary>
/// <param name="services">The models.</param>
/// <param name="artifacts">The library's files.</param>
/// <param name="videos">The videos.</param>
internal sealed class LateDetection(RunServices services, DiskArtifactStore artifacts, VideosAtHand videos)
{
    /// <summary>
    /// Looks into the kept frames of videos that were mined with a model, where it did not look yet, and judges them. Those
    /// that stay get their files: the video is decoded once for both. A frame whose video or model is not at hand as it
    /// was stays as it is.
    /// </summary>
    /// <param name="frames">What is decided by the scores; changed in place.</param>
    /// <param name="seen">The videos that were mined with a model.</param>
    /// <param name="limits">What must be in a frame.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task LookAsync(List<FrameChange> frames, IReadOnlySet<string> seen, DetectionLimits limits, CancellationToken cancellationToken)
    {
        var unseen = FramePlaces.Of(frames, f => IsUnseen(f, seen));
        var found = await videos.FindAsync(unseen.Videos, cancellationToken).ConfigureAwait(false);
        foreach (var model in found.GroupBy(static v => MineRecipe.Detector(v.Recipe)!, StringComparer.Ordinal))
        {
            if (await OpenAsync(model.First().Recipe, cancellationToken).ConfigureAwait(false) is not { } detector)
            {
                continue;
            }

            using var look = new FrameLook(detector);
            foreach (var video in model)
            {
                await LookAsync(video, look, unseen, frames, limits, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Whether a model should have looked into a frame and did not.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="seen">The videos that were mined with a model.</param>
    public static bool IsUnseen(FrameRecord frame, IReadOnlySet<string> seen) => frame is { Kept: true, Detections: null } && seen.Contains(frame.Video);

    private async Task LookAsync(
        VideoAtHand video, FrameLook look, FramePlaces unseen, List<FrameChange> frames, DetectionLimits limits, CancellationToken cancellationToken)
    {
        using var files = new FrameFiles(artifacts, video);
        await foreach (var (picture, color) in videos.FramesAsync(video, unseen.Times(video), cancellationToken).ConfigureAwait(false))
        {
            var place = unseen.Place(video, picture.TimeMs);
            var found = await look.LookAsync(picture, color, cancellationToken).ConfigureAwait(false);
            var judged = limits.Judge(frames[place].After with { Detections = found });
            frames[place] = frames[place] with
            {
                After = judged is { Kept: true, Path: null } ? await files.SaveAsync(judged, picture, color, cancellationToken).ConfigureAwait(false) : judged,
            };
        }
    }

    /// <summary>The model as it looked at the video's other frames; null when it is gone or another one now: then mining the video again is what is due.</summary>
    private async Task<IDetector?> OpenAsync(string recipe, CancellationToken cancellationToken)
    {
        try
        {
            var looked = MineRecipe.Detection(recipe)!;
            var detector = await services.DetectorAsync(looked.Model, looked.Detection, MineRecipe.Models(recipe), null, cancellationToken).ConfigureAwait(false);
            return detector.Version == MineRecipe.DetectorVersion(recipe) ? detector : null;
        }
        catch (PipelineException)
        {
            return null;
        }
    }
}
