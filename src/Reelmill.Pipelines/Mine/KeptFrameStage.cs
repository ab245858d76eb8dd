using Reelmill.Core.Running;
using Reelmill.Pipelines.FrameStages;

namespace Reelmill.Pipelines.Mine;

/// <summary>Runs a custom stage on kept frames.</summary>
internal sealed class KeptFrameStage(FrameStageDefinition definition) : Stage<DecidedFrame, DecidedFrame>
{
    private readonly FrameStageWorker _worker = new(definition);

    public override ValueTask SetUpAsync(CancellationToken cancellationToken) => _worker.SetUpAsync(cancellationToken);

    public override async ValueTask ProcessAsync(DecidedFrame value, StageOutput<DecidedFrame> output, CancellationToken cancellationToken)
    {
        if (value.Kept is not { } kept)
        {
            await output.EmitAsync(value).ConfigureAwait(false);
            return;
        }

        var values = await _worker.ProcessAsync(value.Video.Id, kept.Frame, kept.Color, value.Record.Values, cancellationToken).ConfigureAwait(false);
        await output.EmitAsync(value with { Record = value.Record with { Values = values } }).ConfigureAwait(false);
    }

    public override async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }
}
