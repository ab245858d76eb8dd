using FsCheck;
using FsCheck.Fluent;
using Reelmill.Core.Running;

namespace Reelmill.Core.Tests.Running;

public sealed class PositionTests
{
    /// <summary>Which result a value was of each of four stages.</summary>
    private static readonly Arbitrary<int[]> Places = Arb.From(Gen.ArrayOf(Gen.Choose(0, 3), 4));

    [Fact]
    public void Positions_order_values_as_a_depth_first_walk_does() =>
        Prop.ForAll(Places, Places, (a, b) =>
            Math.Sign(Position.Order(PositionOf(a), PositionOf(b))) == Math.Sign(a.AsSpan().SequenceCompareTo(b)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    /// <summary>All of one item, of which the order asks nothing.</summary>
    private static Position PositionOf(int[] places)
    {
        var position = new Position(item: null!);
        for (var stage = 0; stage < places.Length; stage++)
        {
            position = places[stage] == 0 ? position : new Position(position, stage, places[stage]);
        }

        return position;
    }
}
