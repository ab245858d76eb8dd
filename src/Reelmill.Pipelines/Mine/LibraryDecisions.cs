using Reelmill.Library;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Manifest;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;
using Reelmill.Vision.Duplicates;
using Reelmill.Vision.Quality;

namespace Reelmill.Pipelines.Mine;

/// <summary>
/// Decides on every frame of a library from the stored scores: each video by itself, then videos against each other.
/// The result depends on what the library holds and on the limits, never on the order in which videos came.
/// </summary>
/// <param name="services">What runs on the library share.</param>
/// <param name="library">The library.</param>
/// <param name="videos">The videos, to make the files of frames that are kept anew.</param>
/// <remarks>A frame that is dropped keeps its file, so that it can be kept again; <see cref="DroppedFrames"/> removes files.</remarks>
internal sealed class LibraryDecisions(RunServices services, LibrarySession library, AvailableVideos videos)
{
    private readonly SqliteCatalog _catalog = library.Catalog;
    private readonly DiskArtifactStore _artifacts = library.Artifacts;

    /// <summary>Decides, brings catalog, files and manifest in line, and remembers the limits; one after the other where runs share the library.</summary>
    /// <param name="options">How the limits that the library has change, and whether files of dropped frames stay.</param>
    /// <param name="cancellationToken">Stops the work; what is missing then is done by the next call.</param>
    public Task<DecideSummary> ApplyAsync(MineOptions options, CancellationToken cancellationToken) => services.Decisions.RunAsync(
        $"{options.Quality} {options.Rules} {options.Detect?.Limits.Text} {options.KeepDropped}", token => DecideAsync(options, token), cancellationToken);

    /// <summary>What would be decided, and nothing else.</summary>
    /// <param name="limits">What the frames are decided by.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<(DecideSummary Summary, IReadOnlyList<FrameChange> Frames)> PreviewAsync(LibraryLimits limits, CancellationToken cancellationToken)
    {
        var frames = await DecideByScoresAsync(limits, [], cancellationToken).ConfigureAwait(false);
        DropAcrossVideos(frames, limits.Quality);
        return (Summarise(frames, new Dictionary<string, KeptFrameRecipe>(StringComparer.Ordinal)), frames);
    }

    private async Task<DecideSummary> DecideAsync(MineOptions options, CancellationToken cancellationToken)
    {
        var before = await LibraryLimits.ReadAsync(_catalog, cancellationToken).ConfigureAwait(false);
        var limits = before.With(options);
        var looks = await videos.LooksAsync(cancellationToken).ConfigureAwait(false);
        var frames = await DecideByScoresAsync(limits, library.Lost.ToHashSet(StringComparer.Ordinal), cancellationToken).ConfigureAwait(false);
        var faults = await new DeferredFrameStages(services, _artifacts, videos).LookAsync(frames, looks, limits.Detection, cancellationToken).ConfigureAwait(false);
        DropAcrossVideos(frames, limits.Quality);
        await new FrameRecovery(_artifacts, videos).RecoverAsync(frames, cancellationToken).ConfigureAwait(false);
        var failures = await ApplyAsync(frames, cancellationToken).ConfigureAwait(false);
        var summary = Summarise(frames, looks) with { Failures = failures, Remarks = [.. faults, .. UnusedRules.Of(limits.Rules, frames)] };
        if (LastDecision.Of(before, limits, summary) is { } last)
        {
            await last.WriteAsync(_catalog, cancellationToken).ConfigureAwait(false);
        }

        await limits.WriteAsync(_catalog, cancellationToken).ConfigureAwait(false);
        await ManifestWriter.WriteAsync(_catalog, Path.Combine(_catalog.Folder, LibraryLayout.Manifest), cancellationToken).ConfigureAwait(false);
        if (!options.KeepDropped)
        {
            await new DroppedFrames(_catalog, _artifacts).RemoveAsync(cancellationToken).ConfigureAwait(false);
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
            await _catalog.ApplyDecisionsAsync(changed.Select(static f => f.Decision), cancellationToken).ConfigureAwait(false);
        }

        return await new UnrestoredFrames(_catalog).FailAsync(settled, cancellationToken).ConfigureAwait(false);
    }

    private async Task<List<FrameChange>> DecideByScoresAsync(LibraryLimits limits, HashSet<string> lost, CancellationToken cancellationToken)
    {
        var changes = new List<FrameChange>();
        VideoDecider? decider = null;
        await foreach (var frame in _catalog.FramesAsync(cancellationToken).ConfigureAwait(false))
        {
            if (changes.Count == 0 || changes[^1].Before.Video != frame.Video)
            {
                decider = new VideoDecider(frame.Video, limits);
            }

            // A frame that a repair restored keeps its decision: there are no scores to decide from.
            var opened = frame.Opened();
            var decided = frame.IsScored ? limits.Detection.Judge(decider!.Decide(opened)) : opened;
            changes.Add(new FrameChange(frame, decided.Path is { } path && (lost.Contains(path) || IsGone(decided, frame)) ? decided.WithFile(null) : decided));
        }

        return changes;
    }

    /// <summary>A server looks for lost files when it starts; a file that comes back into sight is looked at now.</summary>
    private bool IsGone(FrameRecord decided, FrameRecord before) => decided.Kept && before.DroppedFile is { } file && !_artifacts.Has(file);

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

            var twin = candidates[decisions[i].KeptPosition];
            var change = frames[kept[i]];
            frames[kept[i]] = change with
            {
                After = change.After with
                {
                    Kept = false,
                    Rule = Rules.DuplicateAcrossVideos,
                    Score = decisions[i].Distance,
                    Threshold = limits.MaxDistance,
                    DuplicateOf = $"{twin.Video}/{twin.TimeMs}",
                },
            };
        }
    }

    private static DuplicateCandidate CandidateOf(FrameRecord frame) =>
        new(frame.Video, frame.TimeMs, frame.Hash, frame.Sharpness, (long)frame.Width * frame.Height);

    private static DecideSummary Summarise(List<FrameChange> frames, IReadOnlyDictionary<string, KeptFrameRecipe> looks)
    {
        long Count(Func<FrameChange, bool> holds) => frames.LongCount(holds);
        var kept = Count(static f => f.After.Kept);
        return new DecideSummary(
            Count(static f => f.After.Kept && !f.Before.Kept),
            Count(static f => !f.After.Kept && f.Before.Kept),
            new RunFrames(frames.Count, kept, frames.Count - kept, Count(static f => f.After.DuplicateOf is not null)),
            [.. frames.Where(static f => f.After is { Kept: true, Path: null }).Select(static f => f.Name)])
        {
            Restored = Count(static f => f.After is { Kept: true, Path: not null } && f.Before is { Path: null, DroppedFile: null }),
            Looked = Count(static f => (f.Before.Detections is null && f.After.Detections is not null) || (f.Before.Values?.Kept is null && f.After.Values?.Kept is not null)),
            Unlooked = [.. frames.Where(f => DeferredFrameStages.IsUnseen(f.After, looks)).Select(static f => f.Name)],
        };
    }
}
