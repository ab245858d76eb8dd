namespace Reelmill.Vision.Duplicates;

/// <summary>A distinct hash near a query: its number among the distinct ones, and the differing bits.</summary>
internal readonly record struct NearHash(int Group, int Distance);
