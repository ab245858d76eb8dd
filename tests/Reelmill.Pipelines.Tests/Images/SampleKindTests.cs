using Reelmill.Pipelines.Index;
using Reelmill.Testing;

namespace Reelmill.Pipelines.Tests.Images;

/// <summary>Bit depths, palettes, gray and transparency of the formats that libvips decodes, compared with ImageMagick 6, which shares no decoder with libvips.</summary>
public sealed class SampleKindTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly ImageLoader _loader = LoadedImage.Loader();

    // libvips truncates 16-bit samples, which TIFF palettes have too, to 8 bits; ImageMagick rounds them.
    [Theory]
    [InlineData("PNG24", "", 0)]
    [InlineData("PNG24", "-interlace PNG", 0)]
    [InlineData("PNG48", "", 1)]
    [InlineData("PNG32", "-alpha set -channel A -evaluate set 40%", 0)]
    [InlineData("PNG64", "-alpha set -channel A -evaluate set 40%", 1)]
    [InlineData("PNG8", "-colors 16", 0)]
    [InlineData("PNG8", "-colors 16 -transparent navy", 0)]
    [InlineData("PNG", "-colorspace Gray -depth 8", 0)]
    [InlineData("PNG", "-colorspace Gray -depth 16", 1)]
    [InlineData("PNG", "-colorspace Gray -alpha set -channel A -evaluate set 40% +channel -depth 8", 0)]
    [InlineData("PNG", "-monochrome", 0)]
    [InlineData("GIF", "-colors 16", 0)]
    [InlineData("GIF", "-colors 16 -transparent navy", 0)]
    [InlineData("WEBP", "-define webp:lossless=true", 0)]
    [InlineData("WEBP", "-alpha set -channel A -evaluate set 40% -define webp:lossless=true -define webp:exact=true", 0)]
    [InlineData("TIFF", "-colorspace Gray -depth 16", 1)]
    [InlineData("TIFF", "-monochrome -compress Group4", 0)]
    [InlineData("TIFF", "-colors 16 -type Palette", 1)]
    [InlineData("TIFF", "-alpha set -channel A -evaluate set 40% -depth 16", 1)]
    [InlineData("TIFF", "-depth 8 -define tiff:rows-per-strip=7 -define quantum:polarity=min-is-white -colorspace Gray", 0)]
    public async Task An_image_matches_ImageMagick(string format, string options, int tolerance)
    {
        var image = _temp[$"image.{format}"];
        await LoadedImage.RunAsync("convert", ["-size", "96x64", "gradient:navy-gold", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), $"{format}:{image}"]);
        await LoadedImage.RunAsync("convert", image, "-alpha", "off", "-depth", "8", $"PNG24:{_temp["expected.png"]}");

        using var expected = await _loader.LoadAsync(_temp["expected.png"]);
        using var actual = await _loader.LoadAsync(image);

        LoadedImage.Difference(actual, expected).ShouldBeLessThanOrEqualTo(tolerance);
    }

    public void Dispose()
    {
        _loader.Dispose();
        _temp.Dispose();
    }
}
