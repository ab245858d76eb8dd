using Reelmill.Library.Catalog;
using Reelmill.Vision.Duplicates;
using Reelmill.Vision.Quality;

namespace Reelmill.Pipelines.Mine;

/// <summary>Decides on the frames of one video, given in order: by their quality, by the user's rules, then by the frames kept before.</summary>
internal sealed class VideoDecider(string video, LibraryLimits limits)
{
    private readonly VideoDuplicates _kept = new(limits.Quality.MaxDistance);
    private ScoredFrame? _previous;

    public FrameRecord Decide(SampledFrame sample)
    {
        var (picture, scored) = (sample.Picture, sample.Scored!);
        var scores = scored.WithMotionSince(_previous).Scores;
        var first = _previous is null;
        _previous = scored;
        return Decide(new FrameRecord
        {
            Video = video,
            TimeMs = picture.TimeMs,
            Width = picture.Width,
            Height = picture.Height,
            Sharpness = scores.Sharpness,
            Dark = scores.Dark,
            Bright = scores.Bright,
            Mean = scores.Mean,
            Contrast = scores.Contrast,
            Information = scores.Information,
            Motion = first ? null : scores.Motion,
            Hash = scores.Hash,
            Values = sample.Values,
            Kept = true,
        });
    }

    /// <summary>Decides from the scores alone, so that thresholds can change without decoding again.</summary>
    public FrameRecord Decide(FrameRecord frame)
    {
        if ((QualityRules.Evaluate(ScoresOf(frame), limits.Quality) ?? limits.Rules.Judge(frame)) is { } verdict)
        {
            return Decided(frame, verdict.Rule, verdict.Score, verdict.Threshold, null);
        }

        return _kept.Add(frame.TimeMs, frame.Hash) is { } twin
            ? Decided(frame, Rules.DuplicateInVideo, twin.Distance, limits.Quality.MaxDistance, $"{video}/{twin.TimeMs}")
            : frame with { Kept = true, Rule = null, Score = null, Threshold = null, DuplicateOf = null };
    }

    private static FrameRecord Decided(FrameRecord frame, string rule, double score, double threshold, string? twin) =>
        frame with { Kept = false, Rule = rule, Score = score, Threshold = threshold, DuplicateOf = twin };

    private static FrameScores ScoresOf(FrameRecord frame) => new(
        frame.Sharpness, frame.Dark, frame.Bright, frame.Mean, frame.Contrast, frame.Information, frame.Motion ?? 0, frame.Hash);
}
