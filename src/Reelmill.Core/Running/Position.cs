namespace Reelmill.Core.Running;

/// <summary>
/// A value's place among the values that its item became: which result it was (0, 1, ...) of each stage that gave
/// many. Index 0 is not written down, so that a chain of maps allocates nothing. The first place is the item's own, made
/// once with its tracker; every place names its item, so that a value on its way carries one reference for both.
/// </summary>
internal sealed class Position
{
    public static readonly Comparison<Position> Order = Compare;

    private readonly Position? _parent;
    private readonly int _stage = -1;
    private readonly int _index;

    /// <summary>The place of the item itself.</summary>
    public Position(ItemTracker item) => Item = item;

    public Position(Position parent, int stage, int index)
    {
        (_parent, _stage, _index) = (parent, stage, index);
        Item = parent.Item;
    }

    public ItemTracker Item { get; }

    private static int Compare(Position a, Position b)
    {
        if (ReferenceEquals(a, b) || (a._parent is null && b._parent is null))
        {
            return 0;
        }

        if (a._stage == b._stage)
        {
            var parents = Compare(a._parent!, b._parent!);
            return parents != 0 ? parents : a._index.CompareTo(b._index);
        }

        // The one that was written down later in the pipeline is after its sibling of index 0 there.
        var above = a._stage > b._stage ? Compare(a._parent!, b) : Compare(a, b._parent!);
        return above != 0 ? above : a._stage.CompareTo(b._stage);
    }
}
