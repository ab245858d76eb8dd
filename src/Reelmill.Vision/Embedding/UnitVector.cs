using Reelmill.Core;

namespace Reelmill.Vision.Embedding;

/// <summary>Normalizes vectors to the length 1.</summary>
internal static class UnitVector
{
    /// <summary>Divides a vector by its L2 norm.</summary>
    /// <exception cref="ItemException"><c>bad_vector</c>: the vector is zero or not finite.</exception>
    public static void Normalize(Span<float> vector)
    {
        if (!TryNormalize(vector))
        {
            throw new ItemException("bad_vector", "The embedding of the image is all zeros or not finite, so nothing can be similar to it. Leave the image out, or use another embedder.");
        }
    }

    /// <summary>Divides a vector by its L2 norm; returns false for a zero or non-finite vector. Sums sequentially in double: the same bits on every CPU.</summary>
    public static bool TryNormalize(Span<float> vector)
    {
        var sum = 0.0;
        foreach (var value in vector)
        {
            sum += (double)value * value;
        }

        if (!double.IsFinite(sum) || sum < float.Epsilon)
        {
            return false;
        }

        var length = Math.Sqrt(sum);
        foreach (ref var value in vector)
        {
            value = (float)(value / length);
        }

        return true;
    }

    /// <summary>Validates the sizes of the arguments of <see cref="IEmbedder.EmbedAsync"/>.</summary>
    public static void CheckSizes(IEmbedder embedder, IReadOnlyList<ReadOnlyMemory<float>> tensors, int embeddingsLength)
    {
        ArgumentOutOfRangeException.ThrowIfZero(tensors.Count, nameof(tensors));
        foreach (var tensor in tensors)
        {
            if (tensor.Length != embedder.Input.Length)
            {
                throw new ArgumentException($"A tensor must have {embedder.Input.Length} values; got {tensor.Length}.", nameof(tensors));
            }
        }

        if (embeddingsLength < checked(tensors.Count * embedder.Dimension))
        {
            throw new ArgumentException($"The embeddings of {tensors.Count} images need {embedder.Dimension} values each; got room for {embeddingsLength} values.", nameof(embeddingsLength));
        }
    }
}
