using Reelmill.Core.Running;
using Reelmill.Vision.Quality;

namespace Reelmill.Pipelines.Mine;

/// <summary>Scores a frame from its luma. Each worker has its own scorer, whose buffers are reused.</summary>
internal sealed class ScoreStage : Stage<SampledFrame, SampledFrame>
{
    private readonly FrameScorer _scorer = new();

    public override ValueTask ProcessAsync(SampledFrame value, StageOutput<SampledFrame> output, CancellationToken cancellationToken)
    {
        var frame = value.Frame;
        var scored = _scorer.Score(frame.Luma, frame.Width, frame.Height, frame.Width, value.Color.FullRange);
        return output.EmitAsync(value with { Scored = scored });
    }
}
