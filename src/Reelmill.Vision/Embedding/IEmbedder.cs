using Reelmill.Vision.Images.Tensors;

namespace Reelmill.Vision.Embedding;

/// <summary>Turns pictures into vectors whose closeness says how alike the pictures are.</summary>
/// <remarks>Thread-safe: any number of callers may use one at the same time.</remarks>
public interface IEmbedder : IAsyncDisposable
{
    /// <summary>The name by which it is chosen.</summary>
    string Name { get; }

    /// <summary>What decides its numbers: vectors of equal versions may be compared, others must not be.</summary>
    string Version { get; }

    /// <summary>Numbers in a vector.</summary>
    int Dimension { get; }

    /// <summary>What it wants to see.</summary>
    ImageInput Input { get; }

    /// <summary>Turns some pictures into as many vectors.</summary>
    /// <param name="tensors">
    /// The pictures, from one, each of <see cref="ImageInput.Length"/> numbers written as <see cref="Input"/> says. They may
    /// lie anywhere: only an embedder that needs them side by side brings them together.
    /// </param>
    /// <param name="vectors">Takes <see cref="Dimension"/> numbers for each, in the order of the tensors; each vector has the length 1.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>A task that ends when all vectors are written.</returns>
    /// <exception cref="ArgumentException">There is no tensor, one has another length, or there is too little room for vectors.</exception>
    /// <exception cref="Core.ItemException"><c>bad_vector</c>: a picture gave a vector that has no direction.</exception>
    ValueTask EmbedAsync(IReadOnlyList<ReadOnlyMemory<float>> tensors, Memory<float> vectors, CancellationToken cancellationToken);
}
