using Reelmill.Vision.Models;
using Reelmill.Vision.Onnx;

namespace Reelmill.Vision.Detection;

/// <summary>Creates detectors from registered models.</summary>
public static class Detectors
{
    /// <summary>Opens a registered model as a detector.</summary>
    /// <param name="runtime">The loaded ONNX Runtime.</param>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The model's name.</param>
    /// <param name="options">The detection options; defaults when null.</param>
    /// <param name="session">The session options; defaults when null.</param>
    /// <returns>The detector; the caller disposes it.</returns>
    /// <exception cref="ModelException">The model is unknown, missing, changed or not a detector, or lacks a requested class.</exception>
    /// <exception cref="OnnxException">ONNX Runtime rejects the model.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A detection option is outside 0..1.</exception>
    public static IDetector Open(
        OnnxRuntime runtime, ModelRegistry registry, string name, DetectionOptions? options = null, OnnxSessionOptions? session = null)
    {
        var model = OpenModel.Open(runtime, registry, name, session);
        try
        {
            options ??= new DetectionOptions();
            options.Validate();
            var detector = Create(model, options);
            detector.CheckOutputs(model.Entry.Preset.Name);
            return detector;
        }
        catch
        {
            model.Session.Dispose();
            throw;
        }
    }

    private static OnnxDetector Create(OpenModel model, DetectionOptions options) => model.Entry.Preset.Name switch
    {
        "yolox" => new YoloxDetector(model, options),
        "fastestdet" => new FastestDetDetector(model, options),
        "ultraface" => new UltraFaceDetector(model, options),
        "blazeface" => new BlazeFaceDetector(model, options),
        "ppocr" => new PpOcrDetector(model, options),
        var preset => throw new ModelException("model_unsuited", $"The model {model.Entry.Name} is not a detector: its preset is {preset}."),
    };
}
