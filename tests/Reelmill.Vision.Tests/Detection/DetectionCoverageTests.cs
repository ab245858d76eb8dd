using Reelmill.Vision.Detection;
using Reelmill.Vision.Images.Tensors;

namespace Reelmill.Vision.Tests.Detection;

public class CoveredShareTests
{
    [Fact]
    public void Nothing_covers_nothing() => CoveredShare.Of([], 10, 10).ShouldBe(0);

    [Fact]
    public void What_boxes_share_counts_once()
    {
        CoveredShare.Of([At(0, 0, 10, 5)], 10, 10).ShouldBe(0.5f);
        CoveredShare.Of([At(0, 0, 10, 5), At(0, 0, 10, 5), At(2, 1, 3, 2)], 10, 10).ShouldBe(0.5f);
        CoveredShare.Of([At(0, 0, 4, 4), At(2, 2, 4, 4)], 10, 10).ShouldBe(0.28f, 1e-6);
        CoveredShare.Of([At(0, 0, 10, 10), At(0, 0, 1, 1)], 10, 10).ShouldBe(1);
    }

    [Fact]
    public void Regions_are_pixels_that_touch_and_have_a_mean()
    {
        float[] map =
        [
            0, 9, 0, 0, 0,
            0, 0, 7, 0, 0,
            0, 0, 0, 0, 5,
            1, 0, 0, 0, 5,
        ];

        MapRegions.Find(map, 5, 2).ShouldBe([new MapRegion(1, 0, 2, 1, 8), new MapRegion(4, 2, 4, 3, 5)]);
    }

    private static Vision.Detection.Detection At(float x, float y, float width, float height) => new(new Box(x, y, width, height), 0, "text", 1);
}
