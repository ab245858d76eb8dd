using Reelmill.Vision.Images;

namespace Reelmill.Vision.Tests.Images;

public sealed class ImageFormatsTests
{
    [Theory]
    [InlineData("avif", ImageFormat.Heif)]
    [InlineData("heic", ImageFormat.Heif)]
    [InlineData("mif1", ImageFormat.Heif)]
    [InlineData("isom", null)]
    [InlineData("qt  ", null)]
    public void The_brands_of_a_container_distinguish_images_from_videos(string brand, ImageFormat? expected) =>
        ImageFormats.Recognize([0, 0, 0, 20, .. "ftyp"u8, .. System.Text.Encoding.ASCII.GetBytes(brand), 0, 0, 0, 0, .. "mp41"u8]).ShouldBe(expected);

    [Fact]
    public void The_minor_version_is_not_a_brand() =>
        ImageFormats.Recognize([0, 0, 0, 16, .. "ftypisom"u8, .. "avif"u8]).ShouldBeNull();

    [Theory]
    [InlineData("II*\0", ImageFormat.Tiff)]
    [InlineData("II+\0", ImageFormat.Tiff)]
    [InlineData("MM\0*", ImageFormat.Tiff)]
    [InlineData("GIF89a", ImageFormat.Gif)]
    [InlineData("#EXTM3U\n", null)]
    [InlineData("", null)]
    public void Formats_are_recognized_by_content(string content, ImageFormat? expected) =>
        ImageFormats.Recognize(System.Text.Encoding.ASCII.GetBytes(content)).ShouldBe(expected);

    [Fact]
    public void Arbitrary_bytes_never_cause_an_exception()
    {
        byte[][] samples =
        [
            [0, 0, 0, 20, .. "ftypheic"u8, 0, 0, 0, 0, .. "mif1"u8],
            [0, 0, 1, 0, 1, 0, 16, 16, 0, 0, 1, 0, 32, 0, 16, 0, 0, 0, 22, 0, 0, 0, 1, 2, 3],
            [0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 16, 0, 16, 0, 24, 0, 1, 2, 3],
            [.. "RIFF"u8, 60, 0, 0, 0, .. "WEBPVP8X"u8],
        ];
        var random = new Random(20260);
        samples.ShouldAllBe(static s => ImageFormats.Recognize(s) != null);

        for (var n = 0; n < 4000; n++)
        {
            var bytes = samples[n % samples.Length].ToArray();
            for (var change = random.Next(4); change >= 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            Should.NotThrow(() => ImageFormats.Recognize(bytes.AsSpan(0, random.Next(bytes.Length + 1))));
        }
    }
}
