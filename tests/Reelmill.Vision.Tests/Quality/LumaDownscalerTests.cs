using Reelmill.Core;
using Reelmill.Vision.Quality;

namespace Reelmill.Vision.Tests.Quality;

public class LumaDownscalerTests
{
    [Theory]
    [InlineData(1920, 1080, 320, 180)]
    [InlineData(1080, 1920, 180, 320)]
    [InlineData(854, 480, 320, 180)]
    [InlineData(321, 320, 320, 319)]
    [InlineData(320, 200, 320, 200)]
    [InlineData(161, 121, 161, 121)]
    [InlineData(32768, 3, 320, 1)]
    public void The_longer_side_becomes_320_pixels_and_small_planes_are_not_enlarged(int width, int height, int expectedWidth, int expectedHeight)
    {
        var luma = TestSamples.Noise(width * height, 1);

        var small = new LumaDownscaler().Downscale(luma, new(width, height), width, fullRange: true, out var size);

        size.ShouldBe(new PlaneSize(expectedWidth, expectedHeight));
        small.Length.ShouldBe(expectedWidth * expectedHeight);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(10, -1)]
    [InlineData(32769, 10)]
    public void An_unsupported_size_fails_the_item(int width, int height) =>
        Should.Throw<ItemException>(() => new LumaDownscaler().Downscale([], new(width, height), width, fullRange: true, out _))
            .Code.ShouldBe("bad_picture");

    [Fact]
    public void A_plane_that_is_too_short_is_rejected()
    {
        Should.Throw<ArgumentException>(() => new LumaDownscaler().Downscale(new byte[99], new(10, 10), 10, fullRange: true, out _));
        Should.Throw<ArgumentException>(() => new LumaDownscaler().Downscale(new byte[100], new(10, 10), 9, fullRange: true, out _));
    }
}
