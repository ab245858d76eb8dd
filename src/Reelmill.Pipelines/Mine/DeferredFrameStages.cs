using Reelmill.Core;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Mine;

/// <summary>
/// Runs the detector and the custom stages on frames that the old decision dropped before them and the new decision keeps,
/// so that the library ends up as if it had been mined with the new limits.
/// </summary>
/// <param name="services">The models and the custom stages.</param>
/// <param name="artifacts">The library's files.</param>
/// <param name="videos">The videos.</param>
internal sealed class DeferredFrameStages(RunServices services, DiskArtifactStore artifacts, AvailableVideos videos)
{
    /// <summary>
    /// Analyzes and judges the kept frames that a detector or a stage has not processed yet, and saves the files of those that
    /// stay kept; each video is decoded once. A frame stays unchanged if its video, detector or stage is unavailable or has
    /// changed, or if a stage fails on its video.
    /// </summary>
    /// <param name="frames">The frames as decided by scores; changed in place.</param>
    /// <param name="recipes">The detector and stages for kept frames of each video.</param>
    /// <param name="limits">The detection limits.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>A note for each video that failed.</returns>
    public async Task<IReadOnlyList<RunNote>> AnalyzeAsync(
        List<FrameChange> frames, IReadOnlyDictionary<string, KeptFrameRecipe> recipes, DetectionLimits limits, CancellationToken cancellationToken)
    {
        var failed = new List<RunNote>();
        var unanalyzed = FramePositions.Find(frames, f => IsUnanalyzed(f, recipes));
        foreach (var group in (await videos.FindAsync(unanalyzed.Videos, cancellationToken).ConfigureAwait(false)).GroupBy(v => recipes[v.Content]))
        {
            var open = await group.Key.OpenAsync(services, cancellationToken).ConfigureAwait(false);
            await using var closed = open.ConfigureAwait(false);
            foreach (var video in group)
            {
                var times = unanalyzed.GetTimes(video).Where(t => open.Analyzes(frames[unanalyzed.GetPosition(video, t)].After)).ToHashSet();
                if (times.Count > 0 && await CatchFaultAsync(() => AnalyzeAsync(video, times, open, unanalyzed, frames, limits, cancellationToken), cancellationToken).ConfigureAwait(false) is { } fault)
                {
                    failed.Add(new RunNote(video.Path, $"analyzing newly kept frames: {fault}"));
                }
            }
        }

        return failed;
    }

    /// <summary>Whether a detector or a stage still has to process a kept frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="recipes">The detector and stages for kept frames of each video.</param>
    public static bool IsUnanalyzed(FrameRecord frame, IReadOnlyDictionary<string, KeptFrameRecipe> recipes) =>
        frame.Kept && recipes.GetValueOrDefault(frame.Video) is { } recipe && ((recipe.Detects && frame.Detections is null) || (recipe.HasStages && frame.Values?.Kept is null));

    private async Task AnalyzeAsync(
        AvailableVideo video, HashSet<long> times, KeptFrameStages stages, FramePositions unanalyzed, List<FrameChange> frames, DetectionLimits limits, CancellationToken cancellationToken)
    {
        using var files = new FrameFiles(artifacts, video);
        await foreach (var (decoded, color) in videos.DecodeFramesAsync(video, times, cancellationToken).ConfigureAwait(false))
        {
            var position = unanalyzed.GetPosition(video, decoded.TimeMs);
            var judged = await stages.AnalyzeAsync(frames[position].After, decoded, color, limits, cancellationToken).ConfigureAwait(false);
            frames[position] = frames[position] with
            {
                After = judged is { Kept: true, Path: null } ? await files.SaveAsync(judged, decoded, color, cancellationToken).ConfigureAwait(false) : judged,
            };
        }
    }

    /// <summary>Returns why the work on one video failed; null on success. Errors that end the run, and cancellation, propagate.</summary>
    private static async Task<string?> CatchFaultAsync(Func<Task> work, CancellationToken cancellationToken)
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
