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
    public static void CheckSizes(IEmbedder embedder, int tensors, int count, int vectors)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var (input, output) = (checked(count * embedder.Input.Length), checked(count * embedder.Dimension));
        if (tensors < input || vectors < output)
        {
            throw new ArgumentException($"{count} pictures need {input} numbers for tensors and {output} for vectors; there are {tensors} and {vectors}.", nameof(tensors));
        }
    }
}
