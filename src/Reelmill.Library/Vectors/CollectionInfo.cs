namespace Reelmill.Library.Vectors;

/// <summary>What a collection is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dimension">How many numbers each of its vectors has.</param>
/// <param name="Count">How many records it has.</param>
/// <param name="Embedder">The name and version of what made the vectors.</param>
public sealed record CollectionInfo(string Name, int Dimension, long Count, string Embedder);
