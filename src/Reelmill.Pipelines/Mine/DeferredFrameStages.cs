using Reelmill.Core;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Mine;

/// <summary>
/// Shows frames that a new decision keeps, and the old one dropped before models and stages saw them, to these, so that a
/// library is the same as if it had been mined by the new limits.
/// </summary>
/// <param name="services">The models, and the program's own stages.</param>
/// <param name="artifacts">The library's files.</param>
/// <param name="videos">The videos.</param>
internal sealed class DeferredFrameStages(RunServices services, DiskArtifactStore artifacts, AvailableVideos videos)
{
    /// <summary>
    /// Looks into kept frames where a model or a stage did not yet, and judges them. Those that stay get their files: the
    /// video is decoded once for all of it. A frame whose video, model or stage is not at hand as it was stays as it is, and
    /// so do those of a video that a stage cannot go on with.
    /// </summary>
    /// <param name="frames">What is decided by the scores; changed in place.</param>
    /// <param name="looks">What looks into the kept frames of each video.</param>
    /// <param name="limits">What must be in a frame.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Why videos could not go on.</returns>
    public async Task<IReadOnlyList<RunNote>> LookAsync(
        List<FrameChange> frames, IReadOnlyDictionary<string, KeptFrameRecipe> looks, DetectionLimits limits, CancellationToken cancellationToken)
    {
        var failed = new List<RunNote>();
        var unseen = FramePlaces.Of(frames, f => IsUnseen(f, looks));
        foreach (var alike in (await videos.FindAsync(unseen.Videos, cancellationToken).ConfigureAwait(false)).GroupBy(v => looks[v.Content]))
        {
            var open = await alike.Key.OpenAsync(services, cancellationToken).ConfigureAwait(false);
            await using var closed = open.ConfigureAwait(false);
            foreach (var video in alike)
            {
                var times = unseen.Times(video).Where(t => open.Adds(frames[unseen.Place(video, t)].After)).ToHashSet();
                if (times.Count > 0 && await FaultOfAsync(() => LookAsync(video, times, open, unseen, frames, limits, cancellationToken), cancellationToken).ConfigureAwait(false) is { } fault)
                {
                    failed.Add(new RunNote(video.Path, $"looking into frames that are kept now: {fault}"));
                }
            }
        }

        return failed;
    }

    /// <summary>Whether a model or a stage should have seen a frame and did not.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="looks">What looks into the kept frames of each video.</param>
    public static bool IsUnseen(FrameRecord frame, IReadOnlyDictionary<string, KeptFrameRecipe> looks) =>
        frame.Kept && looks.GetValueOrDefault(frame.Video) is { } due && ((due.Detects && frame.Detections is null) || (due.HasStages && frame.Values?.Kept is null));

    private async Task LookAsync(
        VideoAtHand video, HashSet<long> times, KeptFrameStages looks, FramePlaces unseen, List<FrameChange> frames, DetectionLimits limits, CancellationToken cancellationToken)
    {
        using var files = new FrameFiles(artifacts, video);
        await foreach (var (picture, color) in videos.FramesAsync(video, times, cancellationToken).ConfigureAwait(false))
        {
            var place = unseen.Place(video, picture.TimeMs);
            var judged = await looks.LookAsync(frames[place].After, picture, color, limits, cancellationToken).ConfigureAwait(false);
            frames[place] = frames[place] with
            {
                After = judged is { Kept: true, Path: null } ? await files.SaveAsync(judged, picture, color, cancellationToken).ConfigureAwait(false) : judged,
            };
        }
    }

    /// <summary>Why the work on one video failed; null when it did not. What ends the run ends it here, too.</summary>
    private static async Task<string?> FaultOfAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work().ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when ((e is ItemException || SystemErrors.Explain(e) is null) && !(e is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            return e is ItemException ? e.Message : $"{e.GetType().Name}: {e.Message}";
        }
    }
}
