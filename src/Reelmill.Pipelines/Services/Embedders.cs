using Reelmill.Core;
using Reelmill.Vision.Embedding;

namespace Reelmill.Pipelines.Services;

/// <summary>Opens embedders by their configured name, and identifies them in collections.</summary>
internal static class Embedders
{
    /// <summary>The embedder that needs no model and no server.</summary>
    public const string Descriptor = "descriptor";

    private const string Triton = "triton:";
    private const char VersionSeparator = '@';

    /// <summary>Opens an embedder.</summary>
    /// <param name="name"><see cref="Descriptor"/>, the name of a model, or <c>triton:URL/MODEL</c>.</param>
    /// <param name="models">How a model is run.</param>
    /// <param name="note">Receives the progress of downloading ONNX Runtime, one line each; optional.</param>
    /// <param name="cancellationToken">Cancels the wait for a server, and the download.</param>
    /// <exception cref="PipelineException">The model is unknown, missing or changed; or ONNX Runtime is unavailable.</exception>
    public static async Task<IEmbedder> OpenAsync(string name, ModelOptions models, Action<string>? note, CancellationToken cancellationToken)
    {
        if (name == Descriptor)
        {
            return new DescriptorEmbedder();
        }

        if (name.StartsWith(Triton, StringComparison.Ordinal))
        {
            return await TritonEmbedder.ConnectAsync(name[Triton.Length..], cancellationToken: cancellationToken).ConfigureAwait(false);
        }

        return await Models.OpenEmbedderAsync(name, models, note, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Returns the identity of an embedder, which a collection stores: the model, without the execution provider, which
    /// affects only the last digits.
    /// </summary>
    public static string GetIdentity(IEmbedder embedder) => $"{embedder.Name}{VersionSeparator}{embedder.Version.Split(' ')[0]}";

    /// <summary>Returns the embedder's name from an identity.</summary>
    public static string GetName(string identity) => identity[..identity.LastIndexOf(VersionSeparator)];

    /// <summary>Fails if an embedder is not the one that a collection was built with.</summary>
    /// <exception cref="PipelineException"><c>embedder_changed</c>: the current embedder produces other vectors.</exception>
    public static void Require(IEmbedder embedder, string identity)
    {
        if (GetIdentity(embedder) != identity)
        {
            throw new PipelineException(
                "embedder_changed",
                $"Searching a collection that was built with the embedder '{identity}': the current one is '{GetIdentity(embedder)}', whose vectors are not comparable. Index into a new collection.");
        }
    }
}
