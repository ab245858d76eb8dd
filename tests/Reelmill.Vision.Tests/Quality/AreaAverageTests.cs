using Reelmill.Vision.Quality;

namespace Reelmill.Vision.Tests.Quality;

public class AreaAverageTests
{
    [Theory]
    [InlineData(1920, 1080, 320, 180)]
    [InlineData(1279, 719, 320, 180)]
    [InlineData(161, 121, 32, 32)]
    [InlineData(322, 3, 320, 3)]
    [InlineData(7, 5, 32, 32)]
    [InlineData(1, 1, 32, 32)]
    [InlineData(64, 48, 64, 48)]
    [InlineData(32768, 152, 320, 1)]
    public void Every_pixel_is_the_exact_mean_of_the_covered_area(int width, int height, int targetWidth, int targetHeight)
    {
        foreach (var fullRange in new[] { true, false })
        {
            var source = TestSamples.Noise(width * height, width + height);
            var actual = new byte[targetWidth * targetHeight];

            new AreaAverage().Resize(source, new(width, height), width, actual, new(targetWidth, targetHeight), fullRange);

            actual.ShouldBe(ResizeByBruteForce(source, width, height, targetWidth, targetHeight, fullRange));
        }
    }

    [Theory]
    [InlineData(true, 255, 255)]
    [InlineData(true, 0, 0)]
    [InlineData(false, 16, 0)]
    [InlineData(false, 235, 255)]
    [InlineData(false, 255, 255)]
    [InlineData(false, 0, 0)]
    [InlineData(false, 126, 128)]
    public void Limited_range_is_expanded_and_clipped(bool fullRange, byte level, byte expected)
    {
        var target = new byte[320 * 180];

        new AreaAverage().Resize(TestSamples.Uniform(1920 * 1080, level), new(1920, 1080), 1920, target, new(320, 180), fullRange);

        target.ShouldAllBe(value => value == expected);
    }

    [Fact]
    public void One_instance_can_be_reused_for_different_sizes()
    {
        var average = new AreaAverage();
        foreach (var (width, height) in new[] { (640, 480), (100, 700), (640, 480) })
        {
            var source = TestSamples.Noise(width * height, 3);
            var target = new byte[30 * 20];

            average.Resize(source, new(width, height), width, target, new(30, 20), fullRange: true);

            target.ShouldBe(ResizeByBruteForce(source, width, height, 30, 20, fullRange: true));
        }
    }

    private static byte[] ResizeByBruteForce(byte[] source, int width, int height, int targetWidth, int targetHeight, bool fullRange)
    {
        var target = new byte[targetWidth * targetHeight];
        for (var i = 0; i < target.Length; i++)
        {
            var (x, y) = ((long)(i % targetWidth), (long)(i / targetWidth));
            Int128 sum = 0;
            for (var row = y * height / targetHeight; row * targetHeight < (y + 1) * height; row++)
            {
                for (var column = x * width / targetWidth; column * targetWidth < (x + 1) * width; column++)
                {
                    sum += Overlap(column * targetWidth, targetWidth, x * width, width)
                        * Overlap(row * targetHeight, targetHeight, y * height, height)
                        * source[(row * width) + column];
                }
            }

            Int128 area = (long)width * height;
            var (dividend, divisor) = fullRange ? (sum, area) : ((sum - (16 * area)) * 255, 219 * area);
            target[i] = dividend <= 0 ? (byte)0 : (byte)Int128.Min(255, (dividend + (divisor / 2)) / divisor);
        }

        return target;
    }

    private static long Overlap(long a, long aLength, long b, long bLength) =>
        Math.Max(0, Math.Min(a + aLength, b + bLength) - Math.Max(a, b));
}
