using Reelmill.Vision.Images;

namespace Reelmill.Vision.Tests.Images;

public class RgbImageTests
{
    [Fact]
    public void An_image_has_three_bytes_per_pixel_until_it_is_disposed()
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
    public void Invalid_sizes_are_rejected(int width, int height) =>
        Should.Throw<ArgumentOutOfRangeException>(() => RgbImage.Rent(width, height));
}
