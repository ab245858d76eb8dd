using Reelmill.Core;
using Reelmill.Vision.Detection;
using Reelmill.Vision.Embedding;
using Reelmill.Vision.Images;
using Reelmill.Vision.Models;
using Reelmill.Vision.Onnx;

namespace Reelmill.Pipelines.Services;

/// <summary>Opens models of the registry, and downloads ONNX Runtime if it is missing.</summary>
internal static class Models
{
    /// <summary>Opens an embedding model.</summary>
    /// <exception cref="PipelineException">The model is unknown, missing or changed; or ONNX Runtime is unavailable.</exception>
    public static Task<IEmbedder> OpenEmbedderAsync(string name, ModelOptions models, Action<string>? note, CancellationToken cancellationToken) =>
        OpenAsync<IEmbedder>(name, models, note, static (runtime, registry, model, session) => OnnxEmbedder.Open(runtime, registry, model, session), cancellationToken);

    /// <summary>Opens a detection model.</summary>
    /// <exception cref="PipelineException">The model is unknown, missing or changed, or lacks a class; or ONNX Runtime is unavailable.</exception>
    public static Task<IDetector> OpenDetectorAsync(string name, DetectionOptions detection, ModelOptions models, Action<string>? note, CancellationToken cancellationToken) =>
        OpenAsync(name, models, note, (runtime, registry, model, session) => Detectors.Open(runtime, registry, model, detection, session), cancellationToken);

    private static async Task<T> OpenAsync<T>(
        string name, ModelOptions models, Action<string>? note, Func<OnnxRuntime, ModelRegistry, string, OnnxSessionOptions, T> open, CancellationToken cancellationToken)
    {
        var registry = ModelRegistry.Open();
        if (!registry.IsPresent(registry.Find(name)))
        {
            // Fails before ONNX Runtime is downloaded for a missing model.
            registry.Verify(registry.Find(name));
        }

        try
        {
            var runtime = await OnnxRuntime.LoadAsync(models.Provider, note, cancellationToken).ConfigureAwait(false);
            return open(runtime, registry, name, new OnnxSessionOptions { Provider = models.Provider });
        }
        catch (OnnxException e)
        {
            throw new PipelineException("model_unsuited", $"Opening the model '{name}': {e.Message} Add it again from a file that ONNX Runtime can load, or use another model.", e);
        }
        catch (MissingLibraryException e)
        {
            throw new PipelineException("onnxruntime_missing", $"Opening the model '{name}': {e.Message}", e);
        }
    }
}
