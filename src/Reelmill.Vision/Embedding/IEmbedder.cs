using Reelmill.Vision.Images.Tensors;

namespace Reelmill.Vision.Embedding;

/// <summary>Computes embeddings of images: similar images have embeddings that are close to each other.</summary>
/// <remarks>Safe for concurrent use.</remarks>
public interface IEmbedder : IAsyncDisposable
{
    /// <summary>The name that selects the embedder in options.</summary>
    string Name { get; }

    /// <summary>The version of everything that determines the values: only embeddings of equal versions are comparable.</summary>
    string Version { get; }

    /// <summary>The number of values in an embedding.</summary>
    int Dimension { get; }

    /// <summary>The input tensor that the embedder expects.</summary>
    ImageInput Input { get; }

    /// <summary>Computes one embedding per image.</summary>
    /// <param name="tensors">
    /// One or more images, each with <see cref="ImageInput.Length"/> values written as <see cref="Input"/> specifies. The
    /// tensors need not be contiguous: an embedder that needs one block copies them.
    /// </param>
    /// <param name="embeddings">Receives <see cref="Dimension"/> values per image, in the order of the tensors; each embedding has the length 1.</param>
    /// <param name="cancellationToken">Cancels the computation.</param>
    /// <returns>A task that completes when all embeddings are written.</returns>
    /// <exception cref="ArgumentException">There is no tensor, a tensor has the wrong length, or <paramref name="embeddings"/> is too short.</exception>
    /// <exception cref="Core.ItemException"><c>bad_vector</c>: an embedding is all zeros or not finite, so that it has no direction.</exception>
    ValueTask EmbedAsync(IReadOnlyList<ReadOnlyMemory<float>> tensors, Memory<float> embeddings, CancellationToken cancellationToken);
}
