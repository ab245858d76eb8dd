using Reelmill.Vision.Images;

namespace Reelmill.Vision.Tests.Images;

public class RgbImageTests
{
    [Fact]
    public void It_has_three_bytes_for_each_pixel_until_it_is_disposed()
    {
        var image = RgbImage.Rent(5, 7);
        image.Pixels.Length.ShouldBe(105);
        (image.Width, image.Height).ShouldBe((5, 7));

        image.Dispose();
        image.Dispose();
        Should.Throw<ObjectDisposedException>(() => image.Pixels.Length);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(-1, 1)]
    [InlineData(70000, 70000)]
    public void Sizes_of_no_picture_are_refused(int width, int height) =>
        Should.Throw<ArgumentOutOfRangeException>(() => RgbImage.Rent(width, height));
}
