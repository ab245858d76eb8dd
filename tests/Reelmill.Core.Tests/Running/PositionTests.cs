using FsCheck;
using FsCheck.Fluent;
using Reelmill.Core.Running;

namespace Reelmill.Core.Tests.Running;

public sealed class PositionTests
{
    /// <summary>Generates the index of a value among the results of each of four stages.</summary>
    private static readonly Arbitrary<int[]> Indices = Arb.From(Gen.ArrayOf(Gen.Choose(0, 3), 4));

    [Fact]
    public void Positions_sort_values_in_depth_first_order() =>
        Prop.ForAll(Indices, Indices, (a, b) =>
            Math.Sign(Position.Order(CreatePosition(a), CreatePosition(b))) == Math.Sign(a.AsSpan().SequenceCompareTo(b)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    /// <summary>Creates a position without an item, which the order does not use.</summary>
    private static Position CreatePosition(int[] indices)
    {
        var position = new Position(item: null!);
        for (var stage = 0; stage < indices.Length; stage++)
        {
            position = indices[stage] == 0 ? position : new Position(position, stage, indices[stage]);
        }

        return position;
    }
}
