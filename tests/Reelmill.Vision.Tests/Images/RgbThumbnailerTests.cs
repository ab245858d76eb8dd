using Reelmill.Vision.Images;

namespace Reelmill.Vision.Tests.Images;

public sealed class RgbThumbnailerTests : IDisposable
{
    private readonly RgbThumbnailer _thumbnailer = new(quality: 95);
    private readonly JpegDecoder _decoder = new();

    public void Dispose()
    {
        _thumbnailer.Dispose();
        _decoder.Dispose();
    }

    [Theory]
    [InlineData(1920, 1080, 160, 90)]
    [InlineData(161, 121, 160, 120)]
    [InlineData(33, 21, 33, 21)]
    [InlineData(1000, 1, 160, 1)]
    public void A_thumbnail_fits_the_requested_size_and_has_the_color_of_the_image(int width, int height, int expectedWidth, int expectedHeight)
    {
        using var image = TestImages.Uniform(width, height, 200, 90, 30);

        using var jpeg = _thumbnailer.Shrink(image, 160);
        using var decoded = _decoder.Decode(jpeg.Memory.Span);

        (decoded.Width, decoded.Height).ShouldBe((expectedWidth, expectedHeight));
        for (var i = 0; i < decoded.Pixels.Length; i += 3)
        {
            Math.Abs(decoded.Pixels[i] - 200).ShouldBeLessThanOrEqualTo(4);
            Math.Abs(decoded.Pixels[i + 1] - 90).ShouldBeLessThanOrEqualTo(4);
            Math.Abs(decoded.Pixels[i + 2] - 30).ShouldBeLessThanOrEqualTo(4);
        }
    }

    [Fact]
    public void A_thumbnail_keeps_left_and_right()
    {
        using var image = TestImages.Uniform(64, 64, 255, 0, 0);
        for (var row = 0; row < 64; row++)
        {
            image.Pixels.Slice(((row * 64) + 32) * 3, 32 * 3).Clear();
        }

        using var jpeg = _thumbnailer.Shrink(image, 32);
        using var decoded = _decoder.Decode(jpeg.Memory.Span);

        ((int)decoded.Pixels[(16 * 32 * 3) + (4 * 3)]).ShouldBeGreaterThan(230);
        ((int)decoded.Pixels[(16 * 32 * 3) + (28 * 3)]).ShouldBeLessThan(25);
    }
}
