using Reelmill.Core;
using Reelmill.Pipelines.Mine;
using Reelmill.Vision.Detection;
using Reelmill.Vision.Embedding;
using Reelmill.Vision.Images;
using Reelmill.Vision.Models;
using Reelmill.Vision.Onnx;

namespace Reelmill.Pipelines;

/// <summary>Opens models of the registry.</summary>
internal static class Models
{
    /// <summary>Opens a model that makes vectors.</summary>
    /// <exception cref="PipelineException">It is unknown, not there or changed; or there is nothing to run it.</exception>
    public static IEmbedder Embedder(string name) => Open(name, static (runtime, registry, model) => OnnxEmbedder.Open(runtime, registry, model));

    /// <summary>Opens a model that finds things.</summary>
    /// <exception cref="PipelineException">It is unknown, not there or changed, has no such class; or there is nothing to run it.</exception>
    public static IDetector Detector(DetectOptions options) => Open(options.Model, (runtime, registry, model) =>
        Detectors.Open(runtime, registry, model, new DetectionOptions { MinScore = (float?)options.MinScore, Classes = options.Limits.Classes }));

    private static T Open<T>(string name, Func<OnnxRuntime, ModelRegistry, string, T> open)
    {
        var registry = ModelRegistry.Open();
        registry.Find(name);
        try
        {
            return open(OnnxRuntime.Load(), registry, name);
        }
        catch (OnnxException e)
        {
            throw new PipelineException("model_unsuited", $"Opening the model '{name}': {e.Message} Add it again from a file that ONNX Runtime takes, or use another.", e);
        }
        catch (MissingLibraryException e)
        {
            throw new PipelineException("onnxruntime_missing", $"Opening the model '{name}': {e.Message}", e);
        }
    }
}
