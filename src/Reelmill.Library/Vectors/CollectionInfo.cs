namespace Reelmill.Library.Vectors;

/// <summary>Describes a collection.</summary>
/// <param name="Name">The collection's name.</param>
/// <param name="Dimension">The dimension of every vector in the collection.</param>
/// <param name="Count">The number of records.</param>
/// <param name="Embedder">The name and version of the embedder that made the vectors.</param>
/// <param name="Index">The index that makes searches approximate; null when there is none, or when the store does not report one.</param>
public sealed record CollectionInfo(string Name, int Dimension, long Count, string Embedder, VectorIndexInfo? Index = null);

/// <summary>Describes the index of a collection.</summary>
/// <param name="Count">The number of indexed records. A search compares records that were written later one by one.</param>
/// <param name="Recall">The recall at 10, from 0 to 1, measured when the index was built.</param>
public sealed record VectorIndexInfo(long Count, double Recall);
