namespace Reelmill.Vision.Duplicates;

/// <summary>Whether a candidate is kept, and if not, for the sake of which.</summary>
/// <param name="Twin">The position of the kept twin in the input, or -1 when the candidate itself is kept.</param>
/// <param name="Distance">In how many bits the two hashes differ; 0 when the candidate is kept.</param>
public readonly record struct TwinDecision(int Twin, int Distance)
{
    /// <summary>The decision to keep a candidate.</summary>
    public static TwinDecision Keep { get; } = new(-1, 0);

    /// <summary>Whether the candidate is kept.</summary>
    public bool IsKept => Twin < 0;
}
