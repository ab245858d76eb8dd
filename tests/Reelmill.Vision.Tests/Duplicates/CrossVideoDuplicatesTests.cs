using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Reelmill.Vision.Duplicates;

namespace Reelmill.Vision.Tests.Duplicates;

public class CrossVideoDuplicatesTests
{
    private static readonly Arbitrary<int> Seeds = Gen.Choose(0, int.MaxValue).ToArbitrary();

    [Fact]
    public void Decisions_match_a_brute_force_implementation() => Prop.ForAll(Seeds, seed =>
    {
        var candidates = Candidates(seed);
        return CrossVideoDuplicates.Resolve(candidates, seed % 17).SequenceEqual(ResolveByBruteForce(candidates, seed % 17));
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Decisions_do_not_depend_on_the_order_of_the_input() => Prop.ForAll(Seeds, seed =>
    {
        var candidates = Candidates(seed);
        var shuffled = candidates.ToArray();
        new Random(seed).Shuffle(shuffled);
        return ByCandidate(candidates, 5).SequenceEqual(ByCandidate(shuffled, 5), StringComparer.Ordinal);
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void The_sharpest_duplicate_is_kept_then_the_largest_then_the_smallest_id_then_the_earliest()
    {
        DuplicateCandidate[] candidates =
        [
            new("b", 0, 1, 10, 100), new("a", 5, 1, 10, 100), new("c", 0, 1, 10, 200), new("d", 0, 1, 20, 50), new("e", 0, 1, double.NaN, 900),
        ];

        CrossVideoDuplicates.Resolve(candidates, 0).Select(d => d.KeptPosition).ShouldBe([3, 3, 3, -1, 3]);
        CrossVideoDuplicates.Resolve(candidates[..3], 0).Select(d => d.KeptPosition).ShouldBe([2, 2, -1]);
        CrossVideoDuplicates.Resolve(candidates[..2], 0).Select(d => d.KeptPosition).ShouldBe([1, -1]);
    }

    [Fact]
    public void Frames_of_the_same_video_are_never_compared()
    {
        DuplicateCandidate[] candidates = [new("a", 0, 7, 3, 1), new("a", 1, 7, 2, 1), new("b", 0, 7, 1, 1)];

        CrossVideoDuplicates.Resolve(candidates, 5).ShouldBe([DuplicateDecision.Keep, DuplicateDecision.Keep, new DuplicateDecision(0, 0)]);
    }

    [Fact]
    public void A_dropped_candidate_does_not_drop_other_candidates()
    {
        DuplicateCandidate[] chain = [new("a", 0, 0b000, 3, 1), new("b", 0, 0b001, 2, 1), new("c", 0, 0b011, 1, 1)];

        CrossVideoDuplicates.Resolve(chain, 1).ShouldBe([DuplicateDecision.Keep, new DuplicateDecision(0, 1), DuplicateDecision.Keep]);
    }

    [Fact]
    public void Two_hundred_thousand_equal_hashes_are_resolved_in_linear_time()
    {
        var candidates = Enumerable.Range(0, 200_000).Select(i => new DuplicateCandidate($"{i % 100}", i, 99, i, 1)).ToArray();

        var decisions = CrossVideoDuplicates.Resolve(candidates, 5);

        decisions.Count(d => d.IsKept).ShouldBe(2000);
    }

    [Fact]
    public void An_empty_input_gives_no_decisions() => CrossVideoDuplicates.Resolve([], 5).ShouldBeEmpty();

    private static DuplicateCandidate[] Candidates(int seed)
    {
        var random = new Random(seed);
        return [.. TestHashes.Clustered(random.Next(120), seed)
            .Select((h, i) => new DuplicateCandidate($"v{random.Next(6)}", i / 2, h, random.Next(4), random.Next(2)))];
    }

    private static IEnumerable<string> ByCandidate(DuplicateCandidate[] candidates, int distance) => CrossVideoDuplicates
        .Resolve(candidates, distance)
        .Select((d, i) => $"{candidates[i]} {(d.IsKept ? "kept" : candidates[d.KeptPosition])} {d.Distance}")
        .Order(StringComparer.Ordinal);

    private static DuplicateDecision[] ResolveByBruteForce(DuplicateCandidate[] candidates, int distance)
    {
        var decisions = new DuplicateDecision[candidates.Length];
        var kept = new List<int>();
        foreach (var i in Enumerable.Range(0, candidates.Length)
            .OrderByDescending(i => candidates[i].Sharpness).ThenByDescending(i => candidates[i].Pixels)
            .ThenBy(i => candidates[i].Video, StringComparer.Ordinal).ThenBy(i => candidates[i].TimeMs).ThenBy(i => candidates[i].Hash))
        {
            var duplicate = kept.FindIndex(k => candidates[k].Video != candidates[i].Video
                && BitOperations.PopCount(candidates[k].Hash ^ candidates[i].Hash) <= distance);
            decisions[i] = duplicate < 0
                ? DuplicateDecision.Keep
                : new DuplicateDecision(kept[duplicate], BitOperations.PopCount(candidates[kept[duplicate]].Hash ^ candidates[i].Hash));
            if (duplicate < 0)
            {
                kept.Add(i);
            }
        }

        return decisions;
    }
}
