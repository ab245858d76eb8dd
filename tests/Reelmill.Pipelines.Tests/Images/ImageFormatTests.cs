using Reelmill.Core;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Index;
using Reelmill.Testing;
using Reelmill.Vision.Images;

namespace Reelmill.Pipelines.Tests.Images;

/// <summary>Images of every format are decoded upright and faithfully, or rejected with a reason.</summary>
public sealed class ImageFormatTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly ImageLoader _loader = LoadedImage.Loader();

    [Theory]
    [InlineData("png")]
    [InlineData("webp")]
    [InlineData("tif")]
    public async Task Every_EXIF_orientation_is_applied(string extension)
    {
        for (var orientation = 1; orientation <= 8; orientation++)
        {
            using var image = await LoadAsync(await StoredImage.WriteAsync(_temp, extension, orientation));

            (image.Width, image.Height).ShouldBe((StoredImage.Width, StoredImage.Height), $"orientation {orientation}");
            image.Pixels.SequenceEqual(StoredImage.Upright).ShouldBeTrue($"orientation {orientation}");
        }
    }

    [Theory]
    [InlineData("o6.png")]
    [InlineData("o3.webp")]
    [InlineData("o8.tif")]
    [InlineData("irot1.avif")]
    public async Task Images_from_other_programs_are_decoded_upright(string name)
    {
        using var expected = await LoadAsync(TestCases.Path("14-orientation-of-png-webp-tiff-avif", "ref.png"));
        using var image = await LoadAsync(TestCases.Path("14-orientation-of-png-webp-tiff-avif", name));

        // The AVIF file has the same stored image, with a rotation by a quarter turn counterclockwise.
        using var upright = name.EndsWith(".avif", StringComparison.Ordinal) ? ImageOrientation.Apply(Copy(expected), 8) : Copy(expected);
        LoadedImage.Difference(image, upright).ShouldBeLessThan(6);
    }

    // The expected orientations are those of libheif 1.15.
    [Theory]
    [InlineData("", 1)]
    [InlineData("--irot 1", 8)]
    [InlineData("--irot 2", 3)]
    [InlineData("--irot 3", 6)]
    [InlineData("--imir 0", 4)]
    [InlineData("--imir 1", 2)]
    [InlineData("--irot 1 --imir 0", 5)]
    [InlineData("--irot 1 --imir 1", 7)]
    public async Task An_AVIF_image_is_rotated_and_mirrored_by_its_properties(string options, int orientation)
    {
        var path = await StoredImage.WriteAsync(_temp, "png", 1);
        await LoadedImage.RunAsync("avifenc", [.. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--min", "0", "--max", "0", path, _temp["rotated.avif"]]);
        using var stored = await LoadAsync(path);
        using var expected = ImageOrientation.Apply(Copy(stored), orientation);

        using var image = await LoadAsync(_temp["rotated.avif"]);

        LoadedImage.Difference(image, expected).ShouldBeLessThan(6);
    }

    [Theory]
    [InlineData(".jpg", "")]
    [InlineData(".png", "")]
    [InlineData(".apng", "-f apng")]
    [InlineData(".webp", "-c:v libwebp")]
    [InlineData(".gif", "")]
    [InlineData(".bmp", "")]
    [InlineData(".tif", "-compression_algo raw -pix_fmt rgb24")]
    [InlineData(".tiff", "-compression_algo lzw -pix_fmt rgb24")]
    [InlineData(".jp2", "-c:v jpeg2000")]
    [InlineData(".j2k", "-c:v jpeg2000")]
    [InlineData(".tga", "")]
    [InlineData(".ico", "-c:v bmp -pix_fmt bgra")]
    [InlineData(".qoi", "")]
    [InlineData(".ppm", "")]
    [InlineData(".pgm", "-pix_fmt gray")]
    [InlineData(".pbm", "-f image2 -c:v pbm")]
    [InlineData(".pam", "")]
    [InlineData(".jxl", "-c:v libjxl")]
    public async Task Every_format_is_found_in_folders_and_decoded(string extension, string coding)
    {
        Directory.CreateDirectory(_temp["folder"]);
        var path = _temp[$"folder/image{extension}"];
        await StoredImage.FfmpegAsync(["-f", "lavfi", "-i", "color=0xF0F0F0:size=64x48,drawbox=w=32:h=24:t=fill:c=0x101010", "-frames:v", "1", .. coding.Split(' ', StringSplitOptions.RemoveEmptyEntries), "-update", "1", path]);

        InputList.Expand([_temp["folder"]], extensions: IndexRun.Extensions).ShouldHaveSingleItem().Problem.ShouldBeNull();
        using var image = await LoadAsync(path);

        (image.Width, image.Height).ShouldBe((64, 48));
        ((int)image.Pixels[0]).ShouldBeLessThan(40, "the upper left quarter is dark");
        ((int)image.Pixels[^1]).ShouldBeGreaterThan(215);
    }

    [Theory]
    [InlineData("-compress LZW", 0)]
    [InlineData("-compress Zip", 0)]
    [InlineData("-compress RLE", 0)]
    [InlineData("-compress Zip -define tiff:tile-geometry=32x32", 0)]
    [InlineData("-compress JPEG", 4)]
    [InlineData("-compress JPEG -define tiff:tile-geometry=32x32", 4)]
    [InlineData("-compress LZW -depth 16", 1)]
    [InlineData("-compress LZW -colorspace CMYK", 1)]
    [InlineData("-compress LZW -define tiff:endian=msb", 0)]
    public async Task A_TIFF_of_every_kind_matches_its_source_image(string coding, int tolerance)
    {
        var source = _temp["source.png"];
        await LoadedImage.RunAsync("convert", "-size", "96x64", "gradient:navy-gold", "-depth", "8", source);
        await LoadedImage.RunAsync("convert", [source, .. coding.Split(' '), _temp["image.tif"]]);
        await LoadedImage.RunAsync("convert", [source, .. coding.Split(' '), $"TIFF64:{_temp["big.tif"]}"]);
        using var expected = await LoadAsync(source);

        foreach (var name in new[] { "image.tif", "big.tif" })
        {
            using var image = await LoadAsync(_temp[name]);
            LoadedImage.Difference(image, expected).ShouldBeLessThanOrEqualTo(tolerance, name);
        }
    }

    [Fact]
    public async Task Floating_point_samples_are_rejected()
    {
        await LoadedImage.RunAsync("convert", "-size", "96x64", "gradient:navy-gold", "-compress", "LZW", "-depth", "32", "-define", "quantum:format=floating-point", _temp["float.tif"]);

        (await Should.ThrowAsync<ItemException>(() => LoadAsync(_temp["float.tif"]))).Code.ShouldBe("unsupported_image");
    }

    [Theory]
    [InlineData(".gif", "")]
    [InlineData(".webp", "-c:v libwebp_anim -lossless 1")]
    [InlineData(".apng", "-f apng")]
    public async Task An_animation_decodes_to_its_first_frame(string extension, string coding)
    {
        await StoredImage.FfmpegAsync(
            ["-f", "lavfi", "-i", "color=0xF02020:size=64x48:rate=2:duration=1,drawbox=t=fill:c=0x2020F0:enable='gte(n,1)'", .. coding.Split(' ', StringSplitOptions.RemoveEmptyEntries), _temp[$"moves{extension}"]]);

        using var image = await LoadAsync(_temp[$"moves{extension}"]);

        (image.Width, image.Height).ShouldBe((64, 48));
        ((int)image.Pixels[0]).ShouldBeGreaterThan(200, "the first frame is red");
        ((int)image.Pixels[2]).ShouldBeLessThan(80);
    }

    [Theory]
    [InlineData("15-jpeg-in-tiff-black", "jpeg.tif", false)]
    [InlineData("15-jpeg-in-tiff-black", "jpeggray.tif", true)]
    public async Task JPEG_inside_TIFF_matches_other_programs(string name, string file, bool gray)
    {
        using var expected = await LoadAsync(TestCases.Path(name, "ref.png"));
        using var image = await LoadAsync(TestCases.Path(name, file));
        if (gray)
        {
            image.Pixels.ToArray().Average(static b => b).ShouldBe(expected.Pixels.ToArray().Average(static b => b), 15);
            return;
        }

        LoadedImage.Difference(image, expected).ShouldBeLessThan(6);
    }

    [Theory]
    [InlineData("plain.heic")]
    [InlineData("anim.webp")]
    public async Task HEIC_and_animated_WebP_are_decoded(string file)
    {
        using var image = await LoadAsync(TestCases.Path("22-heic-and-animated-webp-messages", file));

        image.Pixels.ToArray().Distinct().Count().ShouldBeGreaterThan(1);
    }

    [Theory]
    [InlineData("a.gif")]
    [InlineData("j.jp2")]
    public async Task A_folder_lists_every_file_that_can_be_named_alone(string name)
    {
        var path = TestCases.Path("16-folder-leaves-kinds-out", name);
        using var image = await LoadAsync(path);

        InputList.Expand([Path.GetDirectoryName(path)!], extensions: IndexRun.Extensions).Select(static i => Path.GetFileName(i.Source)).ShouldContain(n => n == name);
    }

    [Fact]
    public async Task A_damaged_image_is_reported_in_one_line_without_tool_logs()
    {
        await File.WriteAllBytesAsync(_temp["cut.png"], (await File.ReadAllBytesAsync(await StoredImage.WriteAsync(_temp, "png", 1)))[..40]);

        var failure = await Should.ThrowAsync<ItemException>(() => LoadAsync(_temp["cut.png"]));

        failure.Code.ShouldBe("bad_picture");
        failure.Message.ShouldNotContain("0x");
        failure.Message.ShouldNotContain("-nostdin");
        failure.Message.Split('\n').Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_video_is_rejected_as_an_image()
    {
        await StoredImage.FfmpegAsync(["-f", "lavfi", "-i", "testsrc=size=64x48:duration=1", _temp["video.mp4"]]);

        (await Should.ThrowAsync<ItemException>(() => LoadAsync(_temp["video.mp4"]))).Code.ShouldBe("not_media");
    }

    public void Dispose()
    {
        _loader.Dispose();
        _temp.Dispose();
    }

    private Task<RgbImage> LoadAsync(string path) => LoadedImage.LoadAsync(_loader, path);

    private static RgbImage Copy(RgbImage image)
    {
        var copy = RgbImage.Rent(image.Width, image.Height);
        image.Pixels.CopyTo(copy.Pixels);
        return copy;
    }
}
