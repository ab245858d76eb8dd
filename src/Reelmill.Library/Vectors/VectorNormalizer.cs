namespace Reelmill.Library.Vectors;

/// <summary>Scales vectors to length 1, so that their dot product is their cosine.</summary>
internal static class VectorNormalizer
{
    // The squares of a vector that was scaled and rounded to floats add up to 1 this closely.
    private const double Rounding = 2.5e-7;

    /// <summary>Writes the direction of a vector, or says why it has none.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="unit">Takes as many numbers.</param>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    public static string? Write(ReadOnlySpan<float> vector, Span<float> unit)
    {
        // In double, the squares of the largest and of the smallest float are still numbers other than infinity and zero.
        double sum = 0;
        foreach (var x in vector)
        {
            sum += (double)x * x;
        }

        if (!double.IsFinite(sum))
        {
            return "has a number that is NaN or infinite";
        }

        if (sum == 0)
        {
            return "has nothing but zeros, and so no direction";
        }

        // What was read back is written as it was, to the last bit.
        var scale = Math.Abs(sum - 1) <= Rounding ? 1 : 1 / Math.Sqrt(sum);
        for (var i = 0; i < vector.Length; i++)
        {
            unit[i] = (float)(vector[i] * scale);
        }

        return null;
    }

    /// <summary>The direction of a query, followed by zeros.</summary>
    /// <param name="collection">For the message.</param>
    /// <param name="query">The vector.</param>
    /// <param name="dimension">How many numbers it must have.</param>
    /// <param name="length">How many numbers to give.</param>
    /// <exception cref="Core.ItemException"><c>bad_vector</c>.</exception>
    public static float[] OfQuery(string collection, ReadOnlySpan<float> query, int dimension, int length)
    {
        var unit = new float[length];
        var problem = query.Length != dimension
            ? $"has {query.Length} numbers, and the collection's have {dimension}"
            : Write(query, unit);
        return problem is null
            ? unit
            : throw VectorErrors.BadVector(collection, $"the one that is searched for {problem}. Use the embedder that made the collection.");
    }
}
