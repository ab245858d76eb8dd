using Reelmill.Library;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Manifest;
using Reelmill.Pipelines.Hosting;
using Reelmill.Pipelines.Runs;
using Reelmill.Vision.Duplicates;
using Reelmill.Vision.Quality;

namespace Reelmill.Pipelines.Mine;

/// <summary>
/// Decides on every frame of a library from the stored scores: each video by itself, then videos against each other.
/// The result depends on what the library holds and on the limits, never on the order in which videos came.
/// </summary>
/// <param name="catalog">The catalog, open for writing.</param>
/// <param name="artifacts">The library's files.</param>
/// <param name="videos">The videos, to make the files of frames that are kept anew.</param>
/// <remarks>A frame that is dropped keeps its file, so that it can be kept again; <see cref="DroppedFrames"/> removes files.</remarks>
internal sealed class LibraryDecisions(SqliteCatalog catalog, DiskArtifactStore artifacts, VideosAtHand videos)
{
    /// <summary>Decides, brings catalog, files and manifest in line, and remembers the limits; one after the other where runs share the library.</summary>
    /// <param name="scope">The run's place among others; null when it is alone.</param>
    /// <param name="limits">What a frame must be to be kept.</param>
    /// <param name="detection">What must be in it to be kept.</param>
    /// <param name="lost">Catalogued files that are gone from the disk; they are made again where their video is at hand.</param>
    /// <param name="keepDropped">Whether files of dropped frames stay.</param>
    /// <param name="cancellationToken">Stops the work; what is missing then is done by the next call.</param>
    public Task<DecideSummary> ApplyAsync(
        RunScope? scope, QualityLimits limits, DetectionLimits detection, IReadOnlyCollection<string> lost, bool keepDropped, CancellationToken cancellationToken) => scope is null
        ? DecideAsync(null, limits, detection, lost, keepDropped, cancellationToken)
        : scope.Host.Decisions.DecideAsync(
            $"{limits} {detection.Text} {keepDropped}", () => DecideAsync(scope, limits, detection, lost, keepDropped, CancellationToken.None)).WaitAsync(cancellationToken);

    /// <summary>What would be decided, and nothing else.</summary>
    /// <param name="limits">What a frame must be to be kept.</param>
    /// <param name="detection">What must be in it to be kept.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<(DecideSummary Summary, IReadOnlyList<FrameChange> Frames)> PreviewAsync(QualityLimits limits, DetectionLimits detection, CancellationToken cancellationToken)
    {
        var frames = await DecideByScoresAsync(limits, detection, [], cancellationToken).ConfigureAwait(false);
        DropAcrossVideos(frames, limits);
        return (Summarise(frames, new HashSet<string>(StringComparer.Ordinal)), frames);
    }

    private async Task<DecideSummary> DecideAsync(
        RunScope? scope, QualityLimits limits, DetectionLimits detection, IReadOnlyCollection<string> lost, bool keepDropped, CancellationToken cancellationToken)
    {
        var before = await QualityMemory.ReadAsync(catalog, cancellationToken).ConfigureAwait(false);
        var seen = await videos.SeenByModelsAsync(cancellationToken).ConfigureAwait(false);
        var frames = await DecideByScoresAsync(limits, detection, lost.ToHashSet(StringComparer.Ordinal), cancellationToken).ConfigureAwait(false);
        await new LateDetection(scope, artifacts, videos).LookAsync(frames, seen, detection, cancellationToken).ConfigureAwait(false);
        DropAcrossVideos(frames, limits);
        await new FrameRecovery(artifacts, videos).RecoverAsync(frames, cancellationToken).ConfigureAwait(false);
        var failures = await ApplyAsync(frames, cancellationToken).ConfigureAwait(false);
        var summary = Summarise(frames, seen) with { Failures = failures };
        await LastDecision.Of(before, limits, summary).WriteAsync(catalog, cancellationToken).ConfigureAwait(false);
        await QualityMemory.WriteAsync(catalog, limits, cancellationToken).ConfigureAwait(false);
        await detection.WriteAsync(catalog, cancellationToken).ConfigureAwait(false);
        await ManifestWriter.WriteAsync(catalog, Path.Combine(catalog.Folder, LibraryLayout.Manifest), cancellationToken).ConfigureAwait(false);
        if (!keepDropped)
        {
            await new DroppedFrames(catalog, artifacts).RemoveAsync(cancellationToken).ConfigureAwait(false);
        }

        return summary;
    }

    /// <summary>Takes a decision into the catalog: every file that it names is on the disk by then. Frames without one fail their video.</summary>
    private async Task<IReadOnlyList<RunFailure>> ApplyAsync(List<FrameChange> frames, CancellationToken cancellationToken)
    {
        var settled = frames.ConvertAll(static f => f with { After = f.After.Settled() });
        var changed = settled.Where(static f => f.Before != f.After).ToArray();
        if (changed.Length > 0)
        {
            await catalog.ApplyDecisionsAsync(changed.Select(static f => f.After), cancellationToken).ConfigureAwait(false);
        }

        return await new UnrestoredFrames(catalog).FailAsync(settled, cancellationToken).ConfigureAwait(false);
    }

    private async Task<List<FrameChange>> DecideByScoresAsync(QualityLimits limits, DetectionLimits detection, HashSet<string> lost, CancellationToken cancellationToken)
    {
        var changes = new List<FrameChange>();
        VideoDecider? decider = null;
        await foreach (var frame in catalog.FramesAsync(cancellationToken).ConfigureAwait(false))
        {
            if (changes.Count == 0 || changes[^1].Before.Video != frame.Video)
            {
                decider = new VideoDecider(frame.Video, limits);
            }

            // A frame that a repair restored keeps its decision: there are no scores to decide from.
            var opened = frame.Opened();
            var decided = frame.IsScored ? detection.Judge(decider!.Decide(opened)) : opened;
            changes.Add(new FrameChange(frame, decided.Path is { } path && (lost.Contains(path) || IsGone(decided, frame)) ? decided.WithFile(null) : decided));
        }

        return changes;
    }

    /// <summary>A server looks for lost files when it starts; a file that comes back into sight is looked at now.</summary>
    private bool IsGone(FrameRecord decided, FrameRecord before) => decided.Kept && before.DroppedFile is { } file && !artifacts.Has(file);

    private static void DropAcrossVideos(List<FrameChange> frames, QualityLimits limits)
    {
        // Frames that quality dropped (black, flat) are no candidates, so they never make two videos look alike.
        var kept = Enumerable.Range(0, frames.Count).Where(i => frames[i].After is { Kept: true, IsScored: true }).ToArray();
        var candidates = Array.ConvertAll(kept, i => CandidateOf(frames[i].After));
        var decisions = CrossVideoDuplicates.Resolve(candidates, limits.MaxDistance);
        for (var i = 0; i < kept.Length; i++)
        {
            if (decisions[i].IsKept)
            {
                continue;
            }

            var twin = candidates[decisions[i].Twin];
            var change = frames[kept[i]];
            frames[kept[i]] = change with
            {
                After = change.After with
                {
                    Kept = false,
                    Rule = Rules.DuplicateAcrossVideos,
                    Score = decisions[i].Distance,
                    Threshold = limits.MaxDistance,
                    Twin = $"{twin.Video}/{twin.TimeMs}",
                },
            };
        }
    }

    private static Candidate CandidateOf(FrameRecord frame) =>
        new(frame.Video, frame.TimeMs, frame.Hash, frame.Sharpness, (long)frame.Width * frame.Height);

    private static DecideSummary Summarise(List<FrameChange> frames, IReadOnlySet<string> seen)
    {
        long Count(Func<FrameChange, bool> holds) => frames.LongCount(holds);
        var kept = Count(static f => f.After.Kept);
        return new DecideSummary(
            Count(static f => f.After.Kept && !f.Before.Kept),
            Count(static f => !f.After.Kept && f.Before.Kept),
            new RunFrames(frames.Count, kept, frames.Count - kept, Count(static f => f.After.Twin is not null)),
            [.. frames.Where(static f => f.After is { Kept: true, Path: null }).Select(static f => f.Name)])
        {
            Restored = Count(static f => f.After is { Kept: true, Path: not null } && f.Before is { Path: null, DroppedFile: null }),
            Looked = Count(static f => f.Before.Detections is null && f.After.Detections is not null),
            Unlooked = [.. frames.Where(f => LateDetection.IsUnseen(f.After, seen)).Select(static f => f.Name)],
        };
    }
}
