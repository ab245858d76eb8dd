using Reelmill.Core;
using Reelmill.Vision.Detection;
using Reelmill.Vision.Embedding;
using Reelmill.Vision.Images;
using Reelmill.Vision.Models;
using Reelmill.Vision.Onnx;

namespace Reelmill.Pipelines.Services;

/// <summary>Opens models of the registry; what runs them is fetched when it is not there.</summary>
internal static class Models
{
    /// <summary>Opens a model that makes vectors.</summary>
    /// <exception cref="PipelineException">It is unknown, not there or changed; or there is nothing to run it.</exception>
    public static Task<IEmbedder> EmbedderAsync(string name, ModelOptions models, Action<string>? note, CancellationToken cancellationToken) =>
        OpenAsync<IEmbedder>(name, models, note, static (runtime, registry, model, session) => OnnxEmbedder.Open(runtime, registry, model, session), cancellationToken);

    /// <summary>Opens a model that finds things.</summary>
    /// <exception cref="PipelineException">It is unknown, not there or changed, has no such class; or there is nothing to run it.</exception>
    public static Task<IDetector> DetectorAsync(string name, DetectionOptions detection, ModelOptions models, Action<string>? note, CancellationToken cancellationToken) =>
        OpenAsync(name, models, note, (runtime, registry, model, session) => Detectors.Open(runtime, registry, model, detection, session), cancellationToken);

    private static async Task<T> OpenAsync<T>(
        string name, ModelOptions models, Action<string>? note, Func<OnnxRuntime, ModelRegistry, string, OnnxSessionOptions, T> open, CancellationToken cancellationToken)
    {
        var registry = ModelRegistry.Open();
        if (!registry.IsPresent(registry.Find(name)))
        {
            // Said before anything is fetched for it.
            registry.Verify(registry.Find(name));
        }

        try
        {
            var runtime = await OnnxRuntime.LoadAsync(models.Provider, note, cancellationToken).ConfigureAwait(false);
            return open(runtime, registry, name, new OnnxSessionOptions { Provider = models.Provider });
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
