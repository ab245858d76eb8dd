using Reelmill.Core.Pipelines;
using Reelmill.Vision.Quality;

namespace Reelmill.Pipelines.Mine;

/// <summary>Scores a frame from its luma. Each worker has a scorer of its own, whose buffers are reused.</summary>
internal sealed class ScoreStage : Stage<SampledFrame, SampledFrame>
{
    private readonly FrameScorer _scorer = new();

    public override ValueTask ProcessAsync(SampledFrame value, StageOutput<SampledFrame> output, CancellationToken cancellationToken)
    {
        var picture = value.Picture;
        var scored = _scorer.Score(picture.Luma, picture.Width, picture.Height, picture.Width, value.Color.FullRange);
        return output.EmitAsync(value with { Scored = scored });
    }
}
