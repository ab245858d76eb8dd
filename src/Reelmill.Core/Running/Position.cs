namespace Reelmill.Core.Running;

/// <summary>
/// A value's place among the values that its item became: which result it was (0, 1, ...) of each stage that gave
/// many. Index 0 is not written down, so that a chain of maps allocates nothing; null is the place of the item itself.
/// </summary>
internal sealed record Position(Position? Parent, int Stage, int Index)
{
    public static readonly Comparison<Position?> Order = Compare;

    private static int Compare(Position? a, Position? b)
    {
        if (ReferenceEquals(a, b))
        {
            return 0;
        }

        var (stageA, stageB) = (a?.Stage ?? -1, b?.Stage ?? -1);
        if (stageA == stageB)
        {
            var parents = Compare(a!.Parent, b!.Parent);
            return parents != 0 ? parents : a.Index.CompareTo(b.Index);
        }

        // The one that was written down later in the pipeline is after its sibling of index 0 there.
        var above = stageA > stageB ? Compare(a!.Parent, b) : Compare(a, b!.Parent);
        return above != 0 ? above : stageA.CompareTo(stageB);
    }
}
