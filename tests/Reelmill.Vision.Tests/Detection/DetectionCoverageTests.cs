using Reelmill.Vision.Detection;
using Reelmill.Vision.Images.Tensors;

namespace Reelmill.Vision.Tests.Detection;

public class DetectionCoverageTests
{
    [Fact]
    public void No_detections_cover_nothing() => DetectionCoverage.Compute([], 10, 10).ShouldBe(0);

    [Fact]
    public void Overlapping_areas_count_once()
    {
        DetectionCoverage.Compute([CreateText(0, 0, 10, 5)], 10, 10).ShouldBe(0.5f);
        DetectionCoverage.Compute([CreateText(0, 0, 10, 5), CreateText(0, 0, 10, 5), CreateText(2, 1, 3, 2)], 10, 10).ShouldBe(0.5f);
        DetectionCoverage.Compute([CreateText(0, 0, 4, 4), CreateText(2, 2, 4, 4)], 10, 10).ShouldBe(0.28f, 1e-6);
        DetectionCoverage.Compute([CreateText(0, 0, 10, 10), CreateText(0, 0, 1, 1)], 10, 10).ShouldBe(1);
    }

    [Fact]
    public void Pixels_that_touch_form_one_component_with_their_mean()
    {
        float[] map =
        [
            0, 9, 0, 0, 0,
            0, 0, 7, 0, 0,
            0, 0, 0, 0, 5,
            1, 0, 0, 0, 5,
        ];

        ConnectedComponents.Find(map, 5, 2).ShouldBe([new ConnectedComponent(1, 0, 2, 1, 8), new ConnectedComponent(4, 2, 4, 3, 5)]);
    }

    private static Vision.Detection.Detection CreateText(float x, float y, float width, float height) => new(new Box(x, y, width, height), 0, "text", 1);
}
