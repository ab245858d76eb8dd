namespace Reelmill.Vision.Duplicates;

/// <summary>The kept frame of the same video of which a frame is a duplicate.</summary>
/// <param name="TimeMs">The time of the kept frame, in milliseconds.</param>
/// <param name="Distance">The Hamming distance between the two hashes.</param>
public readonly record struct DuplicateMatch(long TimeMs, int Distance);
