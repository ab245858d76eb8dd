using System.Numerics;
using Reelmill.Vision.Duplicates;

namespace Reelmill.Vision.Tests.Duplicates;

public class HammingScanTests
{
    [Fact]
    public void The_first_hash_within_a_distance_matches_a_brute_force_scan()
    {
        var random = new Random(5);
        for (var length = 0; length < 100; length++)
        {
            var hashes = Enumerable.Range(0, length).Select(_ => (ulong)random.NextInt64()).ToArray();
            var query = (ulong)random.NextInt64();
            foreach (var distance in new[] { -1, 0, 16, 22, 28, 64 })
            {
                HammingScan.FindFirst(hashes, query, distance)
                    .ShouldBe(Array.FindIndex(hashes, h => BitOperations.PopCount(h ^ query) <= distance));
            }
        }
    }

    [Fact]
    public void The_nearest_hash_is_found_and_the_first_one_on_a_tie()
    {
        ulong[] hashes = [0b1111, 0b0011, 0b0001, 0b0100, 0b1_0000];

        HammingScan.FindNearest(hashes, 0, 5).ShouldBe((2, 1));
        HammingScan.FindNearest(hashes, 0b0100, 5).ShouldBe((3, 0));
        HammingScan.FindNearest(hashes, ulong.MaxValue, 5).Position.ShouldBe(-1);
        HammingScan.FindNearest([], 0, 5).Position.ShouldBe(-1);
    }
}
