namespace Reelmill.Vision.Duplicates;

/// <summary>One hash that is near a query.</summary>
/// <param name="Position">Where it stands in what the index was built from, from 0.</param>
/// <param name="Distance">In how many bits it differs from the query.</param>
public readonly record struct HashMatch(int Position, int Distance);
