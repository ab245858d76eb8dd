using FsCheck;
using FsCheck.Fluent;
using Reelmill.Vision.Detection;
using Reelmill.Vision.Images.Tensors;
using Reelmill.Vision.Models;

namespace Reelmill.Vision.Tests.Detection;

public class CandidatesTests
{
    [Fact]
    public void Of_boxes_that_overlap_the_best_of_each_class_stays()
    {
        var candidates = new Candidates(0.1f, [true, true]);
        candidates.Add(new Box(0, 0, 10, 10), 0, 0.5f);
        candidates.Add(new Box(1, 1, 10, 10), 0, 0.9f);
        candidates.Add(new Box(1, 1, 10, 10), 1, 0.4f);
        candidates.Add(new Box(30, 30, 5, 5), 0, 0.2f);

        candidates.Suppress(0.45f).ShouldBe(
        [
            new DetectionCandidate(new Box(1, 1, 10, 10), 0, 0.9f), new DetectionCandidate(new Box(1, 1, 10, 10), 1, 0.4f), new DetectionCandidate(new Box(30, 30, 5, 5), 0, 0.2f),
        ]);
    }

    [Fact]
    public void What_is_weak_not_wanted_or_no_box_is_left_out()
    {
        var candidates = new Candidates(0.5f, [true, false]);
        candidates.Add(new Box(0, 0, 1, 1), 0, 0.49f);
        candidates.Add(new Box(0, 0, 1, 1), 0, float.NaN);
        candidates.Add(new Box(0, 0, 1, 1), 1, 0.9f);
        candidates.Add(new Box(0, 0, 0, 1), 0, 0.9f);
        candidates.Add(new Box(float.NaN, 0, 1, 1), 0, 0.9f);
        candidates.Add(new Box(0, 0, float.PositiveInfinity, 1), 0, 0.9f);

        candidates.Suppress(0.45f).ShouldBeEmpty();
    }

    [Fact]
    public void The_order_of_boxes_does_not_matter()
    {
        var boxes = from x in Gen.Choose(0, 20)
                    from y in Gen.Choose(0, 20)
                    from label in Gen.Choose(0, 2)
                    from score in Gen.Choose(1, 4)
                    select new DetectionCandidate(new Box(x, y, 8, 8), label, score / 4f);
        Prop.ForAll(boxes.ListOf().ToArbitrary(), list => Kept(list).SequenceEqual(Kept(Enumerable.Reverse(list)))).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Classes_are_found_by_name_whatever_their_case()
    {
        WantedClasses.Of("m", ["cat", "dog"], []).ShouldBe([true, true]);
        WantedClasses.Of("m", ["cat", "dog"], ["Dog"]).ShouldBe([false, true]);

        var exception = Should.Throw<ModelException>(() => WantedClasses.Of("m", ["cat", "dog"], ["dgo"]));
        exception.Code.ShouldBe("class_unknown");
        exception.Message.ShouldContain("Did you mean 'dog'?");
    }

    private static IReadOnlyList<DetectionCandidate> Kept(IEnumerable<DetectionCandidate> list)
    {
        var candidates = new Candidates(0, [true, true, true]);
        foreach (var candidate in list)
        {
            candidates.Add(candidate.Box, candidate.Class, candidate.Score);
        }

        return candidates.Suppress(0.3f);
    }
}
