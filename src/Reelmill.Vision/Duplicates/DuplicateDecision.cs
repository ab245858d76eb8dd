namespace Reelmill.Vision.Duplicates;

/// <summary>The decision to keep or drop a candidate.</summary>
/// <param name="KeptPosition">The input position of the duplicate that is kept instead; -1 when the candidate itself is kept.</param>
/// <param name="Distance">The Hamming distance to that duplicate; 0 when the candidate is kept.</param>
public readonly record struct DuplicateDecision(int KeptPosition, int Distance)
{
    /// <summary>The decision to keep the candidate.</summary>
    public static DuplicateDecision Keep { get; } = new(-1, 0);

    /// <summary>Whether the candidate is kept.</summary>
    public bool IsKept => KeptPosition < 0;
}
