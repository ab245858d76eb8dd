using Reelmill.Core.Pipelines;
using Reelmill.Vision.Quality;

namespace Reelmill.Pipelines.Mine;

/// <summary>Scores a frame from its luma. Each worker has a scorer of its own, whose buffers are reused.</summary>
internal sealed class ScoreStage : Stage<SampledFrame, ScoredSample>
{
    private readonly FrameScorer _scorer = new();

    public override ValueTask ProcessAsync(SampledFrame value, StageOutput<ScoredSample> output, CancellationToken cancellationToken)
    {
        var picture = value.Picture;
        var scored = _scorer.Score(picture.Luma, picture.Width, picture.Height, picture.Width, value.Color.FullRange);
        return output.EmitAsync(new ScoredSample(value, scored));
    }
}
