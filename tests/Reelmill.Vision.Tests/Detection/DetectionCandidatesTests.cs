using FsCheck;
using FsCheck.Fluent;
using Reelmill.Vision.Detection;
using Reelmill.Vision.Images.Tensors;
using Reelmill.Vision.Models;

namespace Reelmill.Vision.Tests.Detection;

public class DetectionCandidatesTests
{
    [Fact]
    public void The_best_of_overlapping_boxes_of_a_class_is_kept()
    {
        var candidates = new DetectionCandidates(0.1f, [true, true]);
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
    public void Boxes_with_a_low_score_an_unselected_class_or_an_invalid_geometry_are_dropped()
    {
        var candidates = new DetectionCandidates(0.5f, [true, false]);
        candidates.Add(new Box(0, 0, 1, 1), 0, 0.49f);
        candidates.Add(new Box(0, 0, 1, 1), 0, float.NaN);
        candidates.Add(new Box(0, 0, 1, 1), 1, 0.9f);
        candidates.Add(new Box(0, 0, 0, 1), 0, 0.9f);
        candidates.Add(new Box(float.NaN, 0, 1, 1), 0, 0.9f);
        candidates.Add(new Box(0, 0, float.PositiveInfinity, 1), 0, 0.9f);

        candidates.Suppress(0.45f).ShouldBeEmpty();
    }

    [Fact]
    public void Suppression_does_not_depend_on_the_order_of_the_boxes()
    {
        var boxes = from x in Gen.Choose(0, 20)
                    from y in Gen.Choose(0, 20)
                    from label in Gen.Choose(0, 2)
                    from score in Gen.Choose(1, 4)
                    select new DetectionCandidate(new Box(x, y, 8, 8), label, score / 4f);
        Prop.ForAll(boxes.ListOf().ToArbitrary(), list => Suppress(list).SequenceEqual(Suppress(Enumerable.Reverse(list)))).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Class_names_are_matched_case_insensitively()
    {
        ClassFilter.Create("m", ["cat", "dog"], []).ShouldBe([true, true]);
        ClassFilter.Create("m", ["cat", "dog"], ["Dog"]).ShouldBe([false, true]);

        var exception = Should.Throw<ModelException>(() => ClassFilter.Create("m", ["cat", "dog"], ["dgo"]));
        exception.Code.ShouldBe("class_unknown");
        exception.Message.ShouldContain("Did you mean 'dog'?");
    }

    private static IReadOnlyList<DetectionCandidate> Suppress(IEnumerable<DetectionCandidate> list)
    {
        var candidates = new DetectionCandidates(0, [true, true, true]);
        foreach (var candidate in list)
        {
            candidates.Add(candidate.Box, candidate.Class, candidate.Score);
        }

        return candidates.Suppress(0.3f);
    }
}
