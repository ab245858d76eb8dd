namespace Reelmill.Vision.Duplicates;

/// <summary>A distinct hash within the search distance of a query: its group number and its Hamming distance.</summary>
internal readonly record struct HashNeighbor(int Group, int Distance);
