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
internal sealed class LibraryDecisions(SqliteCatalog catalog, DiskArtifactStore artifacts, VideosAtHand videos)
{
    /// <summary>Decides, brings catalog, files and manifest in line, and remembers the limits; one after the other where runs share the library.</summary>
    /// <param name="scope">The run's place among others; null when it is alone.</param>
    /// <param name="limits">What a frame must be to be kept.</param>
    /// <param name="detection">What must be in it to be kept.</param>
    /// <param name="lost">Catalogued files that are gone from the disk; they are made again where their video is at hand.</param>
    /// <param name="cancellationToken">Stops the work; what is missing then is done by the next call.</param>
    public Task<DecideSummary> ApplyAsync(
        RunScope? scope, QualityLimits limits, DetectionLimits detection, IReadOnlyCollection<string> lost, CancellationToken cancellationToken) => scope is null
        ? DecideAsync(null, limits, detection, lost, cancellationToken)
        : scope.Host.Decisions.DecideAsync($"{limits} {detection.Text}", () => DecideAsync(scope, limits, detection, lost, CancellationToken.None)).WaitAsync(cancellationToken);

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
        RunScope? scope, QualityLimits limits, DetectionLimits detection, IReadOnlyCollection<string> lost, CancellationToken cancellationToken)
    {
        var seen = await videos.SeenByModelsAsync(cancellationToken).ConfigureAwait(false);
        var frames = await DecideByScoresAsync(limits, detection, lost.ToHashSet(StringComparer.Ordinal), cancellationToken).ConfigureAwait(false);
        await new LateDetection(scope, artifacts, videos).LookAsync(frames, seen, detection, cancellationToken).ConfigureAwait(false);
        await CompareAsync(frames, limits, cancellationToken).ConfigureAwait(false);
        await new FrameRecovery(artifacts, videos).RecoverAsync(frames, cancellationToken).ConfigureAwait(false);
        await ApplyAsync(frames, cancellationToken).ConfigureAwait(false);
        await QualityMemory.WriteAsync(catalog, limits, cancellationToken).ConfigureAwait(false);
        await detection.WriteAsync(catalog, cancellationToken).ConfigureAwait(false);
        await ManifestWriter.WriteAsync(catalog, Path.Combine(catalog.Folder, LibraryLayout.Manifest), cancellationToken).ConfigureAwait(false);
        return Summarise(frames, seen);
    }

    /// <summary>
    /// Takes a decision into the catalog and the disk, in the order in which a crash leaves nothing wrong: a file that
    /// goes is first forgotten by the catalog; one that is left over by then is swept at the next start.
    /// </summary>
    private async Task ApplyAsync(IReadOnlyList<FrameChange> frames, CancellationToken cancellationToken)
    {
        var changed = frames.Where(static f => f.Before != f.After).ToArray();
        if (changed.Length == 0)
        {
            return;
        }

        await catalog.ApplyDecisionsAsync(changed.Select(static f => f.After), cancellationToken).ConfigureAwait(false);
        foreach (var change in changed.Where(static f => f.Before.Path is not null && f.After.Path is null))
        {
            await artifacts.RemoveAsync(change.Before.Path!, cancellationToken).ConfigureAwait(false);
        }
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
            var decided = frame.IsScored ? detection.Judge(decider!.Decide(frame)) : frame;
            changes.Add(new FrameChange(frame, frame.Path is { } path && lost.Contains(path) ? decided.WithoutFile() : decided));
        }

        return changes;
    }

    /// <summary>Holds the videos against each other; what is not kept then has no file, not even one that was just made.</summary>
    private async Task CompareAsync(List<FrameChange> frames, QualityLimits limits, CancellationToken cancellationToken)
    {
        DropAcrossVideos(frames, limits);
        for (var i = 0; i < frames.Count; i++)
        {
            var (before, after) = (frames[i].Before, frames[i].After);
            if (after is { Kept: false, Path: { } path })
            {
                frames[i] = frames[i] with { After = after.WithoutFile() };
                if (before.Path is null)
                {
                    await artifacts.RemoveAsync(path, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

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
            [.. frames.Where(static f => f.After is { Kept: true, Path: null }).Select(NameOf)])
        {
            Looked = Count(static f => f.Before.Detections is null && f.After.Detections is not null),
            Unlooked = [.. frames.Where(f => LateDetection.IsUnseen(f.After, seen)).Select(NameOf)],
        };
    }

    private static string NameOf(FrameChange frame) => $"{frame.After.Video}/{frame.After.TimeMs}";
}
