using FsCheck;
using FsCheck.Fluent;
using Reelmill.Media.Hls.Packaging;

namespace Reelmill.Media.Tests.Hls.Packaging;

public sealed class SegmentPlanTests
{
    private static readonly Gen<double[]> Gaps =
        from milliseconds in Gen.NonEmptyListOf(Gen.Choose(40, 9_000))
        select milliseconds.Select(static m => m / 1000.0).ToArray();

    [Fact]
    public void Segments_begin_at_keyframes_and_are_as_long_as_possible_up_to_6_5_s() =>
        Prop.ForAll(Gaps.ToArbitrary(), static gaps =>
        {
            var keyframes = Sums(gaps)[..^1];
            var end = Sums(gaps)[^1];
            var plan = SegmentPlan.Create(keyframes, end);

            plan.Starts[0].ShouldBe(keyframes[0]);
            plan.Starts.ShouldBeSubsetOf(keyframes);
            plan.Starts.ShouldBe(plan.Starts.Order());
            for (var i = 0; i < plan.Count; i++)
            {
                var inside = keyframes.Count(k => k >= plan.Starts[i] && k < plan.GetEnd(i));
                (plan.GetEnd(i) - plan.Starts[i] <= 6.5 + 1e-9 || inside == 1).ShouldBeTrue($"segment {i}");
                if (i + 1 < plan.Count)
                {
                    var next = keyframes.Where(k => k > plan.Starts[i + 1]).DefaultIfEmpty(end).First();
                    (next - plan.Starts[i]).ShouldBeGreaterThan(6.5);
                }
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Keyframes_every_2_s_give_segments_of_6_s()
    {
        SegmentPlan.Create([.. Enumerable.Range(0, 11).Select(static i => 2.0 * i)], 21).Starts.ShouldBe([0, 6, 12, 18]);
    }

    [Fact]
    public void The_keyframes_of_a_segment_end_where_the_next_segment_begins()
    {
        double[] keyframes = [0, 2, 4, 6, 8, 10];
        var plan = SegmentPlan.Create(keyframes, 12);

        plan.FindNextKeyframe(0, keyframes, 0).ShouldBe(3);
        plan.FindNextKeyframe(1, keyframes, 3).ShouldBe(6);
    }

    private static double[] Sums(double[] gaps)
    {
        var sums = new double[gaps.Length + 1];
        for (var i = 0; i < gaps.Length; i++)
        {
            sums[i + 1] = sums[i] + gaps[i];
        }

        return sums;
    }
}
