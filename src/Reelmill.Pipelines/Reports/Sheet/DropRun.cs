using Reelmill.Library.Catalog;
using Reelmill.Pipelines.Mine;

namespace Reelmill.Pipelines.Reports.Sheet;

/// <summary>Neighbouring frames that were dropped for the same reason: a still scene is one line, not a hundred tiles.</summary>
/// <param name="First">The first of them.</param>
/// <param name="LastMs">The time of the last one.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Least">The smallest of what the rule compared; null when it compares nothing.</param>
/// <param name="Most">The largest.</param>
internal sealed record DropRun(FrameRecord First, long LastMs, long Count, double? Least, double? Most)
{
    public static DropRun Of(FrameRecord frame) => new(frame, frame.TimeMs, 1, frame.Score, frame.Score);

    /// <summary>The run with one more frame, or null when the frame was dropped for another reason.</summary>
    public DropRun? With(FrameRecord frame) => frame.Rule == First.Rule && ReasonOf(frame) == ReasonOf(First)
        ? new DropRun(First, frame.TimeMs, Count + 1, Pick(Least, frame.Score, Math.Min), Pick(Most, frame.Score, Math.Max))
        : null;

    // Two videos that show the same have another twin for each frame: what they share is the video.
    private static string? ReasonOf(FrameRecord frame) =>
        frame.Rule == Rules.DuplicateAcrossVideos ? TwinName.Parse(frame.Twin)?.Video : frame.Twin;

    private static double? Pick(double? a, double? b, Func<double, double, double> pick) => a is { } x && b is { } y ? pick(x, y) : a ?? b;
}
