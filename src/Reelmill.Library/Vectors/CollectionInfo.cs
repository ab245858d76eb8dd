namespace Reelmill.Library.Vectors;

/// <summary>What a collection is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dimension">How many numbers each of its vectors has.</param>
/// <param name="Count">How many records it has.</param>
/// <param name="Embedder">The name and version of what made the vectors.</param>
/// <param name="Index">The index that makes its searches approximate; null when it has none, or when its store does not tell.</param>
public sealed record CollectionInfo(string Name, int Dimension, long Count, string Embedder, VectorIndexInfo? Index = null);

/// <summary>What an index of a collection is.</summary>
/// <param name="Count">How many records it has. Those that were written later are compared one by one.</param>
/// <param name="Recall">The share of the ten nearest records that searches found when it was built, from 0 to 1.</param>
public sealed record VectorIndexInfo(long Count, double Recall);
