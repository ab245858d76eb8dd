namespace Reelmill.Library.Vectors;

/// <summary>Scales vectors to length 1, so that their dot product is their cosine similarity.</summary>
internal static class VectorNormalizer
{
    // The squared length of a normalized vector, after rounding to floats, differs from 1 by at most this much.
    private const double UnitTolerance = 2.5e-7;

    /// <summary>Scales a vector to length 1.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="unit">Receives the unit vector; at least as long as <paramref name="vector"/>.</param>
    /// <returns>The reason why the vector has no direction; null on success.</returns>
    public static string? Normalize(ReadOnlySpan<float> vector, Span<float> unit)
    {
        // In double precision, the square of every nonzero finite float is finite and not zero.
        double sum = 0;
        foreach (var x in vector)
        {
            sum += (double)x * x;
        }

        if (!double.IsFinite(sum))
        {
            return "has a component that is NaN or infinite";
        }

        if (sum == 0)
        {
            return "has only zeros, and so no direction";
        }

        // A vector that was read from a store is already normalized: leaving it unscaled keeps it bit-identical.
        var scale = Math.Abs(sum - 1) <= UnitTolerance ? 1 : 1 / Math.Sqrt(sum);
        for (var i = 0; i < vector.Length; i++)
        {
            unit[i] = (float)(vector[i] * scale);
        }

        return null;
    }

    /// <summary>Scales a query vector to length 1 and pads it with zeros.</summary>
    /// <param name="collection">The collection's name, for the message.</param>
    /// <param name="query">The query vector.</param>
    /// <param name="dimension">The collection's dimension.</param>
    /// <param name="length">The length of the result, at least the dimension.</param>
    /// <exception cref="Core.ItemException"><c>bad_vector</c>: the query vector is not valid.</exception>
    public static float[] NormalizeQuery(string collection, ReadOnlySpan<float> query, int dimension, int length)
    {
        var unit = new float[length];
        var problem = query.Length != dimension
            ? $"has dimension {query.Length}, but the collection has dimension {dimension}"
            : Normalize(query, unit);
        return problem is null
            ? unit
            : throw VectorErrors.BadVector(collection, $"the query vector {problem}. Use the embedder that made the collection.");
    }
}
