using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Reelmill.Vision.Duplicates;

namespace Reelmill.Vision.Tests.Duplicates;

public class HashIndexTests
{
    [Fact]
    public void It_finds_exactly_what_looking_at_every_hash_finds() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).Two().Select(t => (Seed: t.Item1, Distance: t.Item2 % 17)).ToArbitrary(),
        c =>
        {
            var hashes = TestHashes.Clustered(300, c.Seed);
            var index = new HashIndex(hashes, c.Distance);
            return hashes.Take(20).Append(0UL).All(q => index.Find(q).SequenceEqual(BruteForce(hashes, q, c.Distance)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void Every_cut_and_distance_finds_exactly_the_near_ones()
    {
        for (var chunks = 3; chunks <= 16; chunks++)
        {
            for (var distance = 0; distance <= 16 && distance / chunks <= 2; distance++)
            {
                var hashes = TestHashes.Clustered(400, (chunks * 100) + distance).Distinct().ToArray();
                var near = new NearHashes(hashes, distance, ChunkPlan.Cut(chunks, distance));
                for (var i = 0; i < hashes.Length; i++)
                {
                    near.Add(hashes[i], i);
                }

                ShouldFindAll(near, hashes, distance);
            }
        }
    }

    [Fact]
    public void A_large_set_is_searched_by_chunks_and_a_small_one_or_a_wide_distance_by_looking_at_each()
    {
        ChunkPlan.Choose(1_000_000, 5).ShouldNotBeEmpty();
        ChunkPlan.Choose(100, 5).ShouldBeEmpty();
        ChunkPlan.Choose(10_000, 16).ShouldBeEmpty();
    }

    [Fact]
    public void Chunks_cover_all_bits_once_and_their_radii_leave_no_room_for_a_miss()
    {
        for (var chunks = 1; chunks <= 16; chunks++)
        {
            for (var distance = chunks; distance <= 16; distance++)
            {
                var plan = ChunkPlan.Cut(chunks, distance);
                plan.Sum(c => c.Bits).ShouldBe(64);
                plan.Sum(c => c.Radius + 1).ShouldBe(distance + 1);
            }
        }
    }

    [Fact]
    public void A_hundred_thousand_equal_hashes_are_found_at_once_each()
    {
        var hashes = TestHashes.Random(120_000, 3);
        hashes.AsSpan(0, 100_000).Fill(42);
        var index = new HashIndex(hashes, 5);

        var found = index.Find(43);

        found.Count.ShouldBeGreaterThanOrEqualTo(100_000);
        found.Take(100_000).ShouldAllBe(m => m.Distance == 1);
        found.Select(m => m.Position).ShouldBeInOrder();
    }

    [Fact]
    public void An_empty_set_has_no_matches() => new HashIndex([], 5).Find(7).ShouldBeEmpty();

    [Theory]
    [InlineData(-1)]
    [InlineData(17)]
    public void A_distance_outside_0_to_16_is_refused(int distance) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new HashIndex([], distance));

    private static void ShouldFindAll(NearHashes near, ulong[] hashes, int distance)
    {
        var found = new List<NearHash>();
        foreach (var query in hashes.Take(30))
        {
            near.Find(query, found);
            found.OrderBy(n => n.Group).Select(n => new HashMatch(n.Group, n.Distance))
                .ShouldBe(BruteForce(hashes, query, distance));
        }
    }

    private static IEnumerable<HashMatch> BruteForce(ulong[] hashes, ulong query, int distance) => hashes
        .Select((h, i) => new HashMatch(i, BitOperations.PopCount(h ^ query)))
        .Where(m => m.Distance <= distance);
}
