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
/// Decides on every frame of a library from the stored scores: first within each video, then across videos. The result
/// depends only on the library's frames and limits, never on the order in which videos were mined.
/// </summary>
/// <param name="services">The services that the library's runs share.</param>
/// <param name="library">The library.</param>
/// <param name="videos">The available videos, to restore the files of newly kept frames.</param>
/// <remarks>A dropped frame retains its file, so that a later decision can keep it; <see cref="DroppedFrames"/> removes the files.</remarks>
internal sealed class LibraryDecisions(RunServices services, LibrarySession library, AvailableVideos videos)
{
    private readonly SqliteCatalog _catalog = library.Catalog;
    private readonly DiskArtifactStore _artifacts = library.Artifacts;

    /// <summary>Decides, updates catalog, files and manifest, and stores the limits. Calls of concurrent runs are serialized.</summary>
    /// <param name="options">The changes to the library's limits, and whether the files of dropped frames stay.</param>
    /// <param name="cancellationToken">Cancels the work; the next call finishes it.</param>
    public Task<DecideSummary> ApplyAsync(MineOptions options, CancellationToken cancellationToken) => services.Decisions.RunAsync(
        $"{options.Quality} {options.Rules} {options.Detect?.Limits.Text} {options.KeepDropped}", token => DecideAsync(options, token), cancellationToken);

    /// <summary>Computes the decisions without applying them.</summary>
    /// <param name="limits">The limits to decide by.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public async Task<(DecideSummary Summary, IReadOnlyList<FrameChange> Frames)> PreviewAsync(LibraryLimits limits, CancellationToken cancellationToken)
    {
        var frames = await DecideByScoresAsync(limits, [], cancellationToken).ConfigureAwait(false);
        DropAcrossVideos(frames, limits.Quality);
        return (Summarize(frames, new Dictionary<string, KeptFrameRecipe>(StringComparer.Ordinal)), frames);
    }

    private async Task<DecideSummary> DecideAsync(MineOptions options, CancellationToken cancellationToken)
    {
        var before = await LibraryLimits.ReadAsync(_catalog, cancellationToken).ConfigureAwait(false);
        var limits = before.With(options);
        var recipes = await videos.ReadKeptFrameRecipesAsync(cancellationToken).ConfigureAwait(false);
        var frames = await DecideByScoresAsync(limits, library.Lost.ToHashSet(StringComparer.Ordinal), cancellationToken).ConfigureAwait(false);
        var faults = await new DeferredFrameStages(services, _artifacts, videos).AnalyzeAsync(frames, recipes, limits.Detection, cancellationToken).ConfigureAwait(false);
        DropAcrossVideos(frames, limits.Quality);
        await new FrameRecovery(_artifacts, videos).RecoverAsync(frames, cancellationToken).ConfigureAwait(false);
        var failures = await ApplyAsync(frames, cancellationToken).ConfigureAwait(false);
        var summary = Summarize(frames, recipes) with { Failures = failures, Remarks = [.. faults, .. UnusedRules.Find(limits.Rules, frames)] };
        if (LastDecision.Create(before, limits, summary) is { } last)
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

    /// <summary>Writes a decision to the catalog, after every file that it names is on disk. Kept frames without a file fail their video.</summary>
    private async Task<IReadOnlyList<RunFailure>> ApplyAsync(List<FrameChange> frames, CancellationToken cancellationToken)
    {
        var settled = frames.ConvertAll(static f => f with { After = f.After.WithDroppedFileDetached() });
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

            // A frame that a repair restored has no scores, so it keeps its decision.
            var record = frame.WithDroppedFileAttached();
            var decided = frame.IsScored ? limits.Detection.Evaluate(decider!.Decide(record)) : record;
            changes.Add(new FrameChange(frame, decided.Path is { } path && (lost.Contains(path) || IsFileGone(decided, frame)) ? decided.WithFile(null) : decided));
        }

        return changes;
    }

    /// <summary>Whether the file of a newly kept frame is gone. A server checks for lost files only when it starts, so the file of a dropped frame is checked here.</summary>
    private bool IsFileGone(FrameRecord decided, FrameRecord before) => decided.Kept && before.DroppedFile is { } file && !_artifacts.Has(file);

    private static void DropAcrossVideos(List<FrameChange> frames, QualityLimits limits)
    {
        // Frames that the quality rules dropped (black, flat) are not candidates, so they never count as duplicates across videos.
        var kept = Enumerable.Range(0, frames.Count).Where(i => frames[i].After is { Kept: true, IsScored: true }).ToArray();
        var candidates = Array.ConvertAll(kept, i => CreateCandidate(frames[i].After));
        var decisions = CrossVideoDuplicates.Resolve(candidates, limits.MaxDistance);
        for (var i = 0; i < kept.Length; i++)
        {
            if (decisions[i].IsKept)
            {
                continue;
            }

            var duplicate = candidates[decisions[i].KeptPosition];
            var change = frames[kept[i]];
            frames[kept[i]] = change with
            {
                After = change.After with
                {
                    Kept = false,
                    Rule = Rules.DuplicateAcrossVideos,
                    Score = decisions[i].Distance,
                    Threshold = limits.MaxDistance,
                    DuplicateOf = $"{duplicate.Video}/{duplicate.TimeMs}",
                },
            };
        }
    }

    private static DuplicateCandidate CreateCandidate(FrameRecord frame) =>
        new(frame.Video, frame.TimeMs, frame.Hash, frame.Sharpness, (long)frame.Width * frame.Height);

    private static DecideSummary Summarize(List<FrameChange> frames, IReadOnlyDictionary<string, KeptFrameRecipe> recipes)
    {
        long Count(Func<FrameChange, bool> predicate) => frames.LongCount(predicate);
        var kept = Count(static f => f.After.Kept);
        return new DecideSummary(
            Count(static f => f.After.Kept && !f.Before.Kept),
            Count(static f => !f.After.Kept && f.Before.Kept),
            new RunFrames(frames.Count, kept, frames.Count - kept, Count(static f => f.After.DuplicateOf is not null)),
            [.. frames.Where(static f => f.After is { Kept: true, Path: null }).Select(static f => f.Name)])
        {
            Restored = Count(static f => f.After is { Kept: true, Path: not null } && f.Before is { Path: null, DroppedFile: null }),
            Looked = Count(static f => (f.Before.Detections is null && f.After.Detections is not null) || (f.Before.Values?.Kept is null && f.After.Values?.Kept is not null)),
            Unlooked = [.. frames.Where(f => DeferredFrameStages.IsUnanalyzed(f.After, recipes)).Select(static f => f.Name)],
        };
    }
}
