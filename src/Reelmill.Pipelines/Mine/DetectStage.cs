using Reelmill.Core.Running;
using Reelmill.Vision.Detection;

namespace Reelmill.Pipelines.Mine;

/// <summary>Runs the detector on kept frames, and drops those that violate the detection limits. All workers share the model.</summary>
internal sealed class DetectStage(IDetector detector, DetectionLimits limits) : Stage<DecidedFrame, DecidedFrame>
{
    private readonly DetectionRunner _runner = new(detector);

    public override async ValueTask ProcessAsync(DecidedFrame value, StageOutput<DecidedFrame> output, CancellationToken cancellationToken)
    {
        if (value.Kept is not { } kept)
        {
            await output.EmitAsync(value).ConfigureAwait(false);
            return;
        }

        var found = await _runner.RunAsync(kept.Frame, kept.Color, cancellationToken).ConfigureAwait(false);
        var record = limits.Evaluate(value.Record with { Detections = found });
        if (record.Kept)
        {
            await output.EmitAsync(value with { Record = record }).ConfigureAwait(false);
            return;
        }

        output.Drop(record.Rule!);
        value.Dispose();
        await output.EmitAsync(new DecidedFrame(value.Video, record, null)).ConfigureAwait(false);
    }

    public override ValueTask DisposeAsync()
    {
        _runner.Dispose();
        return base.DisposeAsync();
    }
}
