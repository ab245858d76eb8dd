using Reelmill.Vision.Images;

namespace Reelmill.Vision.Tests.Images;

public sealed class RgbConverterTests
{
    [Theory]
    [InlineData(320, 180, "tv", ColorMatrix.Bt709)]
    [InlineData(161, 121, "tv", ColorMatrix.Bt601)]
    [InlineData(64, 64, "pc", ColorMatrix.Bt709)]
    public void Converted_colors_match_ffmpeg(int width, int height, string range, ColorMatrix matrix)
    {
        var scene = TestSamples.Scene(width, height);
        using var folder = new Testing.TempFolder();
        File.WriteAllBytes(folder["scene.yuv"], scene);
        var expected = Ffmpeg.Run(
            "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", $"{width}x{height}", "-i", folder["scene.yuv"],
            "-vf", $"scale=in_range={range}:in_color_matrix={(matrix == ColorMatrix.Bt709 ? "bt709" : "bt601")}:flags=accurate_rnd", "-pix_fmt", "rgb24", "-f", "rawvideo", "-");

        using var converter = new RgbConverter();
        using var image = converter.Convert(scene, width, height, new ColorSpec(range == "pc", matrix));

        image.Pixels.ToArray().Zip(expected, static (a, b) => Math.Abs(a - b)).Average().ShouldBeLessThan(4);
    }
}
