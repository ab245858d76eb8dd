using Reelmill.Core;
using Reelmill.Vision.Embedding;

namespace Reelmill.Pipelines.Services;

/// <summary>Opens embedders by what a user calls them, and tells them apart in collections.</summary>
internal static class Embedders
{
    /// <summary>The embedder that needs nothing.</summary>
    public const string Descriptor = "descriptor";

    private const string Triton = "triton:";
    private const char BeforeVersion = '@';

    /// <summary>Opens an embedder.</summary>
    /// <param name="name"><see cref="Descriptor"/>, the name of a model, or <c>triton:URL/MODEL</c>.</param>
    /// <param name="models">How a model is run.</param>
    /// <param name="note">Told how far fetching ONNX Runtime is, a line each; nobody when null.</param>
    /// <param name="cancellationToken">Stops the wait for a server, and fetching.</param>
    /// <exception cref="PipelineException">The model is unknown, not there or changed; or there is nothing to run it.</exception>
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

        return await Models.EmbedderAsync(name, models, note, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// What a collection remembers of the embedder that made its vectors: the model, but not what computed it, which
    /// changes only the last digits.
    /// </summary>
    public static string IdentityOf(IEmbedder embedder) => $"{embedder.Name}{BeforeVersion}{embedder.Version.Split(' ')[0]}";

    /// <summary>The name of the embedder that an identity is of.</summary>
    public static string NameOf(string identity) => identity[..identity.LastIndexOf(BeforeVersion)];

    /// <summary>Refuses an embedder that is not the one of a collection.</summary>
    /// <exception cref="PipelineException"><c>embedder_changed</c>: the one that is there gives other vectors.</exception>
    public static void Require(IEmbedder embedder, string identity)
    {
        if (IdentityOf(embedder) != identity)
        {
            throw new PipelineException(
                "embedder_changed",
                $"Searching a collection that '{identity}' made: the one that is there now is '{IdentityOf(embedder)}', whose vectors cannot be compared with those. Index into a new collection.");
        }
    }
}
