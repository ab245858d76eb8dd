using Reelmill.Library.Catalog;
using Reelmill.Vision.Duplicates;
using Reelmill.Vision.Quality;

namespace Reelmill.Pipelines.Mine;

/// <summary>Decides on the frames of one video, in order: by quality limits, then by custom rules, then by duplicates among the frames kept so far.</summary>
internal sealed class VideoDecider(string video, LibraryLimits limits)
{
    private readonly VideoDuplicates _kept = new(limits.Quality.MaxDistance);
    private ScoredFrame? _previous;

    public FrameRecord Decide(SampledFrame sample)
    {
        var (frame, scored) = (sample.Frame, sample.Scored!);
        var scores = scored.WithMotionSince(_previous).Scores;
        var isFirst = _previous is null;
        _previous = scored;
        return Decide(new FrameRecord
        {
            Video = video,
            TimeMs = frame.TimeMs,
            Width = frame.Width,
            Height = frame.Height,
            Sharpness = scores.Sharpness,
            Dark = scores.Dark,
            Bright = scores.Bright,
            Mean = scores.Mean,
            Contrast = scores.Contrast,
            Information = scores.Information,
            Motion = isFirst ? null : scores.Motion,
            Hash = scores.Hash,
            Values = sample.Values,
            Kept = true,
        });
    }

    /// <summary>Decides from the stored scores, so that thresholds can change without decoding again.</summary>
    public FrameRecord Decide(FrameRecord frame)
    {
        if ((QualityRules.Evaluate(GetScores(frame), limits.Quality) ?? limits.Rules.Evaluate(frame)) is { } verdict)
        {
            return Drop(frame, verdict.Rule, verdict.Score, verdict.Threshold, null);
        }

        return _kept.Add(frame.TimeMs, frame.Hash) is { } duplicate
            ? Drop(frame, Rules.DuplicateInVideo, duplicate.Distance, limits.Quality.MaxDistance, $"{video}/{duplicate.TimeMs}")
            : frame with { Kept = true, Rule = null, Score = null, Threshold = null, DuplicateOf = null };
    }

    private static FrameRecord Drop(FrameRecord frame, string rule, double score, double threshold, string? duplicate) =>
        frame with { Kept = false, Rule = rule, Score = score, Threshold = threshold, DuplicateOf = duplicate };

    private static FrameScores GetScores(FrameRecord frame) => new(
        frame.Sharpness, frame.Dark, frame.Bright, frame.Mean, frame.Contrast, frame.Information, frame.Motion ?? 0, frame.Hash);
}
