using System.Buffers;
using System.Text.Json;
using Reelmill.Core.Pipelines;
using Reelmill.Library.Catalog;
using Reelmill.Vision.Detection;
using Reelmill.Vision.Images;
using Reelmill.Vision.Tensors;

namespace Reelmill.Pipelines.Mine;

/// <summary>Looks into kept frames, and drops those in which what must be there is not. All workers share the model; each has a converter.</summary>
internal sealed class DetectStage(IDetector detector, DetectionLimits limits) : Stage<DecidedFrame, DecidedFrame>
{
    private readonly RgbConverter _converter = new();

    public override async ValueTask ProcessAsync(DecidedFrame value, StageOutput<DecidedFrame> output, CancellationToken cancellationToken)
    {
        if (value.Kept is not { } kept)
        {
            await output.EmitAsync(value).ConfigureAwait(false);
            return;
        }

        var record = limits.Judge(await DetectAsync(kept, value.Record, cancellationToken).ConfigureAwait(false));
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
        _converter.Dispose();
        return base.DisposeAsync();
    }

    private async ValueTask<FrameRecord> DetectAsync(SampledFrame frame, FrameRecord record, CancellationToken cancellationToken)
    {
        var picture = frame.Picture;
        using var tensor = MemoryPool<float>.Shared.Rent(detector.Input.Length);
        var numbers = tensor.Memory[..detector.Input.Length];
        Placement placement;
        using (var image = _converter.Convert(picture.Pixels.Span, picture.Width, picture.Height, frame.Color))
        {
            placement = ImageTensor.Write(image, detector.Input, numbers.Span);
        }

        var found = await detector.DetectAsync(numbers, placement, cancellationToken).ConfigureAwait(false);
        var detections = FrameDetections.Of(detector.Name, found, picture.Width, picture.Height);
        return record with { Detections = JsonSerializer.Serialize(detections, DetectionJson.Default.FrameDetections) };
    }
}
