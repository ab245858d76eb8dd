using Reelmill.Core;
using Reelmill.Pipelines.Mine;
using Reelmill.Vision.Detection;
using Reelmill.Vision.Embedding;
using Reelmill.Vision.Images;
using Reelmill.Vision.Models;
using Reelmill.Vision.Onnx;

namespace Reelmill.Pipelines;

/// <summary>How the models of a run are run.</summary>
public sealed record ModelOptions
{
    /// <summary>What computes.</summary>
    /// <value><see cref="OnnxProvider.Cpu"/> by default.</value>
    public OnnxProvider Provider { get; init; }
}

/// <summary>Opens models of the registry; what runs them is fetched when it is not there.</summary>
internal static class Models
{
    /// <summary>Opens a model that makes vectors.</summary>
    /// <exception cref="PipelineException">It is unknown, not there or changed; or there is nothing to run it.</exception>
    public static Task<IEmbedder> EmbedderAsync(string name, ModelOptions models, Action<string>? note, CancellationToken cancellationToken) =>
        OpenAsync<IEmbedder>(name, models, note, static (runtime, registry, model, session) => OnnxEmbedder.Open(runtime, registry, model, session), cancellationToken);

    /// <summary>Opens a model that finds things.</summary>
    /// <exception cref="PipelineException">It is unknown, not there or changed, has no such class; or there is nothing to run it.</exception>
    public static Task<IDetector> DetectorAsync(DetectOptions options, ModelOptions models, Action<string>? note, CancellationToken cancellationToken)
    {
        var detection = new DetectionOptions { MinScore = (float?)options.MinScore, Classes = options.Limits.Classes };
        return OpenAsync(options.Model, models, note, (runtime, registry, model, session) => Detectors.Open(runtime, registry, model, detection, session), cancellationToken);
    }

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
