namespace Reelmill.Vision.Duplicates;

/// <summary>A hash within the search distance of a query.</summary>
/// <param name="Position">The position of the hash in the indexed set, from 0.</param>
/// <param name="Distance">The Hamming distance to the query.</param>
public readonly record struct HashMatch(int Position, int Distance);
