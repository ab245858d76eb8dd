namespace Reelmill.Core.Running;

/// <summary>
/// The position of a value among the values of its item: its index (0, 1, ...) among the results of each stage that emitted
/// several. Index 0 is implicit, so that a chain of maps allocates nothing. The root is the item's own position, created once
/// with its tracker. Every position references its item, so that a value in transit carries one reference for both.
/// </summary>
internal sealed class Position
{
    public static readonly Comparison<Position> Order = Compare;

    private readonly Position? _parent;
    private readonly int _stage = -1;
    private readonly int _index;

    /// <summary>Creates the position of the item itself.</summary>
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

        // The position that branched at the later stage sorts after its sibling with the implicit index 0 there.
        var above = a._stage > b._stage ? Compare(a._parent!, b) : Compare(a, b._parent!);
        return above != 0 ? above : a._stage.CompareTo(b._stage);
    }
}
