using System.Buffers;
using System.Text.Json;
using Reelmill.Media.Frames;
using Reelmill.Vision.Detection;
using Reelmill.Vision.Images;
using Reelmill.Vision.Images.Tensors;

namespace Reelmill.Pipelines.Mine;

/// <summary>Looks into decoded pictures with a model, always in the same way. Not thread-safe: it owns a converter. The model stays the caller's.</summary>
internal sealed class DetectionRunner(IDetector detector) : IDisposable
{
    private readonly RgbConverter _converter = new();

    /// <summary>What is found, as the catalog keeps it.</summary>
    public async ValueTask<string> LookAsync(VideoFrame picture, ColorSpec color, CancellationToken cancellationToken)
    {
        using var tensor = MemoryPool<float>.Shared.Rent(detector.Input.Length);
        var numbers = tensor.Memory[..detector.Input.Length];
        TensorMapping mapping;
        using (var image = _converter.Convert(picture.Pixels.Span, picture.Width, picture.Height, color))
        {
            mapping = ImageTensor.Write(image, detector.Input, numbers.Span);
        }

        var found = await detector.DetectAsync(numbers, mapping, cancellationToken).ConfigureAwait(false);
        var detections = FrameDetections.Of(detector.Name, found, picture.Width, picture.Height);
        return JsonSerializer.Serialize(detections, DetectionJson.Default.FrameDetections);
    }

    public void Dispose() => _converter.Dispose();
}
