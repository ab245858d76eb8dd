using Reelmill.Pipelines.Index;
using Reelmill.Testing;

namespace Reelmill.Pipelines.Tests.Images;

/// <summary>Images with embedded color profiles in every format that supports them, compared with computed colors and with ImageMagick.</summary>
public sealed class IccProfileTests : IDisposable
{
    // A PNG would also describe its colors in these chunks, which cjxl would use.
    private static readonly string[] WithoutGamma = ["-define", "png:exclude-chunks=gAMA,cHRM"];

    private readonly TempFolder _temp = new();
    private readonly ImageLoader _loader = LoadedImage.Loader();

    public static TheoryData<string, string> Kinds()
    {
        var kinds = new TheoryData<string, string>();
        foreach (var format in new[] { "png", "png -depth 16", "webp -define webp:lossless=true", "tif", "tif -depth 16", "jpg -quality 98 -sampling-factor 1x1", "heic", "avif", "jxl -d 0", "jxl -d 0.1" })
        {
            kinds.Add(format, "P3");
            kinds.Add(format, "Adobe");
        }

        return kinds;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Colors_follow_the_embedded_profile(string kind, string name)
    {
        var profile = name == "P3" ? RgbProfile.DisplayP3 : RgbProfile.AdobeRgb;
        await File.WriteAllBytesAsync(_temp["profile.icc"], profile.ToBytes());
        await LoadedImage.RunAsync("convert", ["-size", "96x64", "gradient:red-lime", "(", "-size", "96x64", "gradient:blue-gray", ")", "+append", "-depth", "8", .. WithoutGamma, _temp["plain.png"]]);

        using var expected = await _loader.LoadAsync(await WriteAsync("plain", kind));
        await LoadedImage.RunAsync("convert", [_temp["plain.png"], "-profile", _temp["profile.icc"], .. WithoutGamma, _temp["tagged.png"]]);
        using var image = await _loader.LoadAsync(await WriteAsync("tagged", kind));
        using var ignored = await _loader.LoadAsync(_temp["plain.png"]);

        profile.ConvertToSrgb(expected.Pixels);
        LoadedImage.Difference(image, expected).ShouldBeLessThan(1);
        LoadedImage.Difference(image, ignored).ShouldBeGreaterThan(4, "the profile must change the colors");
    }

    [Theory]
    [InlineData("bus-and-people.jpg")]
    [InlineData("coco-person-skateboard-3553.jpg")]
    [InlineData("coco-teddy-bear-491.jpg")]
    [InlineData("imagenet-slide-rule.jpg")]
    [InlineData("exif-orientation-6-portrait-small.jpg")]
    [InlineData("jpeg-big-icc-profile.jpg")]
    [InlineData("cmyk-photo-with-icc-profile.jpg")]
    [InlineData("skimage-page.png")]
    public async Task Real_images_match_ImageMagick(string name)
    {
        var path = TestMedia.Path("images", name);
        await File.WriteAllBytesAsync(_temp["srgb.icc"], RgbProfile.Srgb.ToBytes());
        await LoadedImage.RunAsync("convert", path, "-auto-orient", "-intent", "perceptual", "-black-point-compensation", "-profile", _temp["srgb.icc"], "-strip", "-depth", "8", _temp["expected.png"]);

        using var expected = await _loader.LoadAsync(_temp["expected.png"]);
        using var image = await _loader.LoadAsync(path);

        LoadedImage.Difference(image, expected).ShouldBeLessThan(1.5);
    }

    [Theory]
    [InlineData("png")]
    [InlineData("jpg -quality 98")]
    public async Task An_sRGB_profile_changes_no_byte(string kind)
    {
        await File.WriteAllBytesAsync(_temp["profile.icc"], RgbProfile.Srgb.ToBytes());
        await LoadedImage.RunAsync("convert", "-size", "96x64", "gradient:red-lime", "-depth", "8", _temp["plain.png"]);
        await LoadedImage.RunAsync("convert", _temp["plain.png"], "-profile", _temp["profile.icc"], _temp["tagged.png"]);

        using var expected = await _loader.LoadAsync(await WriteAsync("plain", kind));
        using var image = await _loader.LoadAsync(await WriteAsync("tagged", kind));

        image.Pixels.SequenceEqual(expected.Pixels).ShouldBeTrue();
    }

    public void Dispose()
    {
        _loader.Dispose();
        _temp.Dispose();
    }

    private async Task<string> WriteAsync(string name, string kind)
    {
        var (source, words) = (_temp[$"{name}.png"], kind.Split(' '));
        var path = _temp[$"{name}-coded.{words[0]}"];
        switch (words[0])
        {
            case "heic":
                await LoadedImage.RunAsync("heif-enc", "-L", "-p", "chroma=444", source, "-o", path);
                break;
            case "avif":
                await LoadedImage.RunAsync("avifenc", "--min", "0", "--max", "0", source, path);
                break;
            case "jxl":
                await LoadedImage.RunAsync("cjxl", [.. words[1..], source, path]);
                break;
            default:
                await LoadedImage.RunAsync("convert", [source, .. words[1..], path]);
                break;
        }

        return path;
    }
}
