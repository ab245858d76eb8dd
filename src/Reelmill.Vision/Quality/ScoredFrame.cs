namespace Reelmill.Vision.Quality;

/// <summary>The scores of a frame, and its thumbnail for the motion score of the next sample.</summary>
/// <remarks>Immutable, so safe to share between threads.</remarks>
/// <param name="Scores">The scores; motion is 0 until <see cref="WithMotionSince"/> sets it.</param>
/// <param name="Thumbnail">The frame as 32x32 luma.</param>
public sealed record ScoredFrame(FrameScores Scores, Thumbnail Thumbnail)
{
    /// <summary>Returns a copy with the motion since the previous sample of the same video.</summary>
    /// <remarks>Motion is separate from scoring, so that the frames of a video can be scored in any order.</remarks>
    /// <param name="previous">The previous sample; null for the first sample.</param>
    /// <returns>The copy; its motion is 0 for the first sample.</returns>
    public ScoredFrame WithMotionSince(ScoredFrame? previous) => this with
    {
        Scores = Scores with { Motion = previous is null ? 0 : Thumbnail.MeasureMotion(previous.Thumbnail) },
    };
}
