using Reelmill.Core;
using Reelmill.Vision.Embedding;
using Reelmill.Vision.Images;
using Reelmill.Vision.Models;
using Reelmill.Vision.Onnx;

namespace Reelmill.Pipelines.Index;

/// <summary>Opens embedders by what a user calls them, and tells them apart in collections.</summary>
internal static class Embedders
{
    /// <summary>The embedder that needs nothing.</summary>
    public const string Descriptor = "descriptor";

    private const char BeforeVersion = '@';

    /// <summary>Opens an embedder.</summary>
    /// <param name="name"><see cref="Descriptor"/>, or the name of a model.</param>
    /// <exception cref="PipelineException">The model is unknown, not there or changed; or there is nothing to run it.</exception>
    public static IEmbedder Open(string name)
    {
        if (name == Descriptor)
        {
            return new DescriptorEmbedder();
        }

        try
        {
            var registry = ModelRegistry.Open();
            registry.Find(name);
            return OnnxEmbedder.Open(OnnxRuntime.Load(), registry, name);
        }
        catch (MissingLibraryException e)
        {
            throw new PipelineException("onnxruntime_missing", $"Opening the embedder '{name}': {e.Message} Or take the embedder '{Descriptor}', which needs nothing.", e);
        }
    }

    /// <summary>
    /// What a collection remembers of the embedder that made its vectors: the model, but not what computed it, which
    /// changes only the last digits.
    /// </summary>
    public static string IdentityOf(IEmbedder embedder) => $"{embedder.Name}{BeforeVersion}{embedder.Version.Split(' ')[0]}";

    /// <summary>Opens the embedder of a collection.</summary>
    /// <exception cref="PipelineException"><c>embedder_changed</c>: the one that is there gives other vectors.</exception>
    public static IEmbedder OpenIdentity(string identity)
    {
        var embedder = Open(identity[..identity.LastIndexOf(BeforeVersion)]);
        return IdentityOf(embedder) == identity
            ? embedder
            : throw new PipelineException(
                "embedder_changed",
                $"Searching a collection that '{identity}' made: the one that is there now is '{IdentityOf(embedder)}', whose vectors cannot be compared with those. Index into a new collection.");
    }
}
