using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Vision.Duplicates;
using Reelmill.Vision.Quality;

namespace Reelmill.Pipelines.Mine;

/// <summary>
/// Decides on every frame of a library from the stored scores: each video by itself, then videos against each other.
/// The result depends on what the library holds and on the limits, never on the order in which videos came.
/// </summary>
internal static class LibraryDecisions
{
    /// <summary>The frames as they are and as they are to be, in the order of the catalog.</summary>
    public static async Task<IReadOnlyList<(FrameRecord Before, FrameRecord After)>> DecideAsync(
        SqliteCatalog catalog, QualityLimits limits, CancellationToken cancellationToken)
    {
        var before = new List<FrameRecord>();
        var after = new List<FrameRecord>();
        VideoDecider? decider = null;
        await foreach (var frame in catalog.FramesAsync(cancellationToken).ConfigureAwait(false))
        {
            if (before.Count == 0 || before[^1].Video != frame.Video)
            {
                decider = new VideoDecider(frame.Video, limits);
            }

            before.Add(frame);
            after.Add(decider!.Decide(frame));
        }

        DropAcrossVideos(after, limits);
        return [.. before.Zip(after)];
    }

    /// <summary>
    /// Takes a decision into the catalog and the disk, in the order in which a crash leaves nothing wrong: a file that
    /// goes is first forgotten by the catalog; one that is left over by then is swept at the next start.
    /// </summary>
    public static async Task ApplyAsync(
        IReadOnlyList<(FrameRecord Before, FrameRecord After)> frames,
        SqliteCatalog catalog,
        DiskArtifactStore artifacts,
        CancellationToken cancellationToken)
    {
        var changed = frames.Where(static f => f.Before != f.After).ToArray();
        if (changed.Length == 0)
        {
            return;
        }

        await catalog.ApplyDecisionsAsync(changed.Select(static f => ToDecision(f.After)), cancellationToken).ConfigureAwait(false);
        foreach (var (was, _) in changed.Where(static f => f.Before.Path is not null && f.After.Path is null))
        {
            await artifacts.RemoveAsync(was.Path!, cancellationToken).ConfigureAwait(false);
        }
    }

    private static void DropAcrossVideos(List<FrameRecord> frames, QualityLimits limits)
    {
        // Frames that quality dropped (black, flat) are no candidates, so they never make two videos look alike.
        var kept = Enumerable.Range(0, frames.Count).Where(i => frames[i].Kept).ToArray();
        var candidates = Array.ConvertAll(kept, i => CandidateOf(frames[i]));
        var decisions = CrossVideoDuplicates.Resolve(candidates, limits.MaxDistance);
        for (var i = 0; i < kept.Length; i++)
        {
            if (!decisions[i].IsKept)
            {
                var twin = candidates[decisions[i].Twin];
                frames[kept[i]] = frames[kept[i]] with
                {
                    Kept = false,
                    Rule = Rules.DuplicateAcrossVideos,
                    Score = decisions[i].Distance,
                    Threshold = limits.MaxDistance,
                    Twin = $"{twin.Video}/{twin.TimeMs}",
                };
            }
        }

        for (var i = 0; i < frames.Count; i++)
        {
            if (!frames[i].Kept && frames[i].Path is not null)
            {
                frames[i] = frames[i] with { Path = null, Sha256 = null, Bytes = null };
            }
        }
    }

    private static Candidate CandidateOf(FrameRecord frame) =>
        new(frame.Video, frame.TimeMs, frame.Hash, frame.Sharpness, (long)frame.Width * frame.Height);

    private static FrameDecision ToDecision(FrameRecord frame) => new()
    {
        Video = frame.Video,
        TimeMs = frame.TimeMs,
        Kept = frame.Kept,
        Rule = frame.Rule,
        Score = frame.Score,
        Threshold = frame.Threshold,
        Twin = frame.Twin,
        Path = frame.Path,
        Sha256 = frame.Sha256,
        Bytes = frame.Bytes,
    };
}
