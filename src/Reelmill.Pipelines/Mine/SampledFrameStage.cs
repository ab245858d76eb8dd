using Reelmill.Core.Running;
using Reelmill.Pipelines.FrameStages;

namespace Reelmill.Pipelines.Mine;

/// <summary>Runs a custom stage on every sampled frame.</summary>
internal sealed class SampledFrameStage(FrameStageDefinition definition) : Stage<SampledFrame, SampledFrame>
{
    private readonly FrameStageWorker _worker = new(definition);

    public override ValueTask SetUpAsync(CancellationToken cancellationToken) => _worker.SetUpAsync(cancellationToken);

    public override async ValueTask ProcessAsync(SampledFrame value, StageOutput<SampledFrame> output, CancellationToken cancellationToken)
    {
        var values = await _worker.ProcessAsync(value.Video.Id, value.Frame, value.Color, value.Values, cancellationToken).ConfigureAwait(false);
        await output.EmitAsync(value with { Values = values }).ConfigureAwait(false);
    }

    public override async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }
}
