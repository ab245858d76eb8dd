using Reelmill.Core;

namespace Reelmill.Vision.Embedding;

/// <summary>Brings vectors to the length 1.</summary>
internal static class UnitVector
{
    /// <summary>Divides a vector by its length.</summary>
    /// <exception cref="ItemException"><c>bad_vector</c>: it is zero, or not all of it are numbers.</exception>
    public static void Normalize(Span<float> vector)
    {
        if (!TryNormalize(vector))
        {
            throw new ItemException("bad_vector", "The picture gave a vector of zeros or of what is no number, which is like nothing. Leave it out, or use another embedder.");
        }
    }

    /// <summary>Divides a vector by its length, if it has one. Sums in one order and in double: the same on every processor.</summary>
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

    /// <summary>Checks what an embedder was given.</summary>
    public static void CheckSizes(IEmbedder embedder, IReadOnlyList<ReadOnlyMemory<float>> tensors, int vectors)
    {
        ArgumentOutOfRangeException.ThrowIfZero(tensors.Count, nameof(tensors));
        foreach (var tensor in tensors)
        {
            if (tensor.Length != embedder.Input.Length)
            {
                throw new ArgumentException($"A picture needs a tensor of {embedder.Input.Length} numbers; there are {tensor.Length}.", nameof(tensors));
            }
        }

        if (vectors < checked(tensors.Count * embedder.Dimension))
        {
            throw new ArgumentException($"{tensors.Count} pictures need {embedder.Dimension} numbers each for vectors; there are {vectors}.", nameof(vectors));
        }
    }
}
