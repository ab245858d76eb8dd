using System.Buffers;
using System.Text.Json;
using Reelmill.Media.Frames;
using Reelmill.Vision.Detection;
using Reelmill.Vision.Images;
using Reelmill.Vision.Images.Tensors;

namespace Reelmill.Pipelines.Mine;

/// <summary>Runs a detector on decoded frames. Not thread-safe: each runner owns a color converter. The caller owns the detector.</summary>
internal sealed class DetectionRunner(IDetector detector) : IDisposable
{
    private readonly RgbConverter _converter = new();

    /// <summary>Runs the detector on a frame, and returns the detections as JSON, as the catalog stores them.</summary>
    public async ValueTask<string> RunAsync(VideoFrame frame, ColorSpec color, CancellationToken cancellationToken)
    {
        using var tensor = MemoryPool<float>.Shared.Rent(detector.Input.Length);
        var values = tensor.Memory[..detector.Input.Length];
        TensorMapping placement;
        using (var image = _converter.Convert(frame.Pixels.Span, frame.Width, frame.Height, color))
        {
            placement = ImageTensor.Write(image, detector.Input, values.Span);
        }

        var found = await detector.DetectAsync(values, placement, cancellationToken).ConfigureAwait(false);
        var detections = FrameDetections.Create(detector.Name, found, frame.Width, frame.Height);
        return JsonSerializer.Serialize(detections, DetectionJson.Default.FrameDetections);
    }

    public void Dispose() => _converter.Dispose();
}
