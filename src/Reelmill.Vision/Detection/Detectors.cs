using Reelmill.Vision.Models;
using Reelmill.Vision.Onnx;

namespace Reelmill.Vision.Detection;

/// <summary>Opens detectors.</summary>
public static class Detectors
{
    /// <summary>Opens a model of the registry.</summary>
    /// <param name="runtime">The library.</param>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The model's name.</param>
    /// <param name="options">Which detections are wanted; the defaults when null.</param>
    /// <param name="session">How it is run; the defaults when null.</param>
    /// <returns>The detector, which the caller disposes.</returns>
    /// <exception cref="ModelException">The model is unknown, not there, changed or does not detect; or it has no such class.</exception>
    /// <exception cref="OnnxException">The runtime refuses it.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A score or an overlap is outside 0..1.</exception>
    public static IDetector Open(
        OnnxRuntime runtime, ModelRegistry registry, string name, DetectionOptions? options = null, OnnxSessionOptions? session = null)
    {
        var model = OpenModel.Open(runtime, registry, name, session);
        try
        {
            options ??= new DetectionOptions();
            options.Validate();
            var detector = Make(model, options);
            detector.CheckOutputs(model.Entry.Preset.Name);
            return detector;
        }
        catch
        {
            model.Session.Dispose();
            throw;
        }
    }

    private static OnnxDetector Make(OpenModel model, DetectionOptions options) => model.Entry.Preset.Name switch
    {
        "yolox" => new YoloxDetector(model, options),
        "fastestdet" => new FastestDetDetector(model, options),
        "ultraface" => new UltraFaceDetector(model, options),
        "blazeface" => new BlazeFaceDetector(model, options),
        "ppocr" => new PpOcrDetector(model, options),
        var preset => throw new ModelException("model_unsuited", $"The model {model.Entry.Name} does not detect: its preset is {preset}."),
    };
}
