using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Reelmill.Vision.Duplicates;

namespace Reelmill.Vision.Tests.Duplicates;

public class HashIndexTests
{
    [Fact]
    public void The_index_finds_exactly_the_same_matches_as_a_linear_scan() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).Two().Select(t => (Seed: t.Item1, Distance: t.Item2 % 17)).ToArbitrary(),
        c =>
        {
            var hashes = TestHashes.Clustered(300, c.Seed);
            var index = new HashIndex(hashes, c.Distance);
            return hashes.Take(20).Append(0UL).All(q => index.Find(q).SequenceEqual(BruteForce(hashes, q, c.Distance)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void Every_number_of_substrings_and_every_distance_gives_exact_results()
    {
        for (var substrings = 3; substrings <= 16; substrings++)
        {
            for (var distance = 0; distance <= 16 && distance / substrings <= 2; distance++)
            {
                var hashes = TestHashes.Clustered(400, (substrings * 100) + distance).Distinct().ToArray();
                var search = new HashNeighborSearch(hashes, distance, SubstringPlan.Split(substrings, distance));
                for (var i = 0; i < hashes.Length; i++)
                {
                    search.Add(hashes[i], i);
                }

                ShouldFindAll(search, hashes, distance);
            }
        }
    }

    [Fact]
    public void A_large_set_uses_substring_tables_and_a_small_set_or_large_distance_uses_a_linear_scan()
    {
        SubstringPlan.Choose(1_000_000, 5).ShouldNotBeEmpty();
        SubstringPlan.Choose(100, 5).ShouldBeEmpty();
        SubstringPlan.Choose(10_000, 16).ShouldBeEmpty();
    }

    [Fact]
    public void Substrings_cover_each_bit_once_and_their_radii_guarantee_exact_results()
    {
        for (var substrings = 1; substrings <= 16; substrings++)
        {
            for (var distance = substrings; distance <= 16; distance++)
            {
                var plan = SubstringPlan.Split(substrings, distance);
                plan.Sum(c => c.Bits).ShouldBe(64);
                plan.Sum(c => c.Radius + 1).ShouldBe(distance + 1);
            }
        }
    }

    [Fact]
    public void Equal_hashes_are_all_found_by_one_search()
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
    public void A_search_in_an_empty_index_finds_nothing() => new HashIndex([], 5).Find(7).ShouldBeEmpty();

    [Theory]
    [InlineData(-1)]
    [InlineData(17)]
    public void A_distance_outside_0_to_16_is_rejected(int distance) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new HashIndex([], distance));

    private static void ShouldFindAll(HashNeighborSearch search, ulong[] hashes, int distance)
    {
        var found = new List<HashNeighbor>();
        foreach (var query in hashes.Take(30))
        {
            search.Find(query, found);
            found.OrderBy(n => n.Group).Select(n => new HashMatch(n.Group, n.Distance))
                .ShouldBe(BruteForce(hashes, query, distance));
        }
    }

    private static IEnumerable<HashMatch> BruteForce(ulong[] hashes, ulong query, int distance) => hashes
        .Select((h, i) => new HashMatch(i, BitOperations.PopCount(h ^ query)))
        .Where(m => m.Distance <= distance);
}
