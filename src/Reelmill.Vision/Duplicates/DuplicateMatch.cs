namespace Reelmill.Vision.Duplicates;

/// <summary>The kept frame that a frame of the same video repeats.</summary>
/// <param name="TimeMs">The kept frame's time, in milliseconds.</param>
/// <param name="Distance">In how many bits the two hashes differ.</param>
public readonly record struct VideoTwin(long TimeMs, int Distance);
