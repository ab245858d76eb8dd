using Reelmill.Vision.Images;

namespace Reelmill.Vision.Tests.Images;

public sealed class RgbThumbnailTests : IDisposable
{
    private readonly RgbThumbnail _thumbnail = new(quality: 95);
    private readonly JpegDecoder _decoder = new();

    public void Dispose()
    {
        _thumbnail.Dispose();
        _decoder.Dispose();
    }

    [Theory]
    [InlineData(1920, 1080, 160, 90)]
    [InlineData(161, 121, 160, 120)]
    [InlineData(33, 21, 33, 21)]
    [InlineData(1000, 1, 160, 1)]
    public void It_fits_and_has_the_colour_of_the_picture(int width, int height, int expectedWidth, int expectedHeight)
    {
        using var picture = TestImages.Plain(width, height, 200, 90, 30);

        using var jpeg = _thumbnail.Shrink(picture, 160);
        using var seen = _decoder.Decode(jpeg.Memory.Span);

        (seen.Width, seen.Height).ShouldBe((expectedWidth, expectedHeight));
        for (var i = 0; i < seen.Pixels.Length; i += 3)
        {
            Math.Abs(seen.Pixels[i] - 200).ShouldBeLessThanOrEqualTo(4);
            Math.Abs(seen.Pixels[i + 1] - 90).ShouldBeLessThanOrEqualTo(4);
            Math.Abs(seen.Pixels[i + 2] - 30).ShouldBeLessThanOrEqualTo(4);
        }
    }

    [Fact]
    public void Its_halves_keep_their_sides()
    {
        using var picture = TestImages.Plain(64, 64, 255, 0, 0);
        for (var row = 0; row < 64; row++)
        {
            picture.Pixels.Slice(((row * 64) + 32) * 3, 32 * 3).Clear();
        }

        using var jpeg = _thumbnail.Shrink(picture, 32);
        using var seen = _decoder.Decode(jpeg.Memory.Span);

        ((int)seen.Pixels[(16 * 32 * 3) + (4 * 3)]).ShouldBeGreaterThan(230);
        ((int)seen.Pixels[(16 * 32 * 3) + (28 * 3)]).ShouldBeLessThan(25);
    }
}
