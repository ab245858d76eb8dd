using System.Numerics;
using Reelmill.Vision.Duplicates;

namespace Reelmill.Vision.Tests.Duplicates;

public class HammingScanTests
{
    [Fact]
    public void The_first_within_a_distance_is_what_a_plain_loop_finds()
    {
        var random = new Random(5);
        for (var length = 0; length < 100; length++)
        {
            var hashes = Enumerable.Range(0, length).Select(_ => (ulong)random.NextInt64()).ToArray();
            var query = (ulong)random.NextInt64();
            foreach (var distance in new[] { -1, 0, 16, 22, 28, 64 })
            {
                HammingScan.IndexOfWithin(hashes, query, distance)
                    .ShouldBe(Array.FindIndex(hashes, h => BitOperations.PopCount(h ^ query) <= distance));
            }
        }
    }

    [Fact]
    public void The_nearest_wins_and_the_first_of_the_nearest()
    {
        ulong[] hashes = [0b1111, 0b0011, 0b0001, 0b0100, 0b1_0000];

        HammingScan.Nearest(hashes, 0, 5).ShouldBe((2, 1));
        HammingScan.Nearest(hashes, 0b0100, 5).ShouldBe((3, 0));
        HammingScan.Nearest(hashes, ulong.MaxValue, 5).Position.ShouldBe(-1);
        HammingScan.Nearest([], 0, 5).Position.ShouldBe(-1);
    }
}
