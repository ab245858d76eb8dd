namespace Reelmill.Vision.Quality;

/// <summary>A frame's scores and the thumbnail that the next sample's motion is measured from.</summary>
/// <remarks>Immutable, so safe to share between threads.</remarks>
/// <param name="Scores">The scores; motion is 0 until <see cref="After"/> sets it.</param>
/// <param name="Thumbnail">The frame as 32x32 luma.</param>
public sealed record ScoredFrame(FrameScores Scores, Thumbnail Thumbnail)
{
    /// <summary>The same frame with its motion since the previous sample of the same video.</summary>
    /// <remarks>Motion is set apart from scoring, so that frames of one video may be scored in any order.</remarks>
    /// <param name="previous">The previous sample, or null when this is the first one.</param>
    /// <returns>A copy; motion is 0 for a first sample.</returns>
    public ScoredFrame After(ScoredFrame? previous) => this with
    {
        Scores = Scores with { Motion = previous is null ? 0 : Thumbnail.MotionFrom(previous.Thumbnail) },
    };
}
