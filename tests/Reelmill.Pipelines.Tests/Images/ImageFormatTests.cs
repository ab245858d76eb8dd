using Reelmill.Core;
using Reelmill.Media.Fetching;
using Reelmill.Media.Pictures;
using Reelmill.Media.Probing;
using Reelmill.Media.Processes;
using Reelmill.Pipelines.Index;
using Reelmill.Testing;
using Reelmill.Vision.Images;
using Orientation = Reelmill.Vision.Images.Orientation;

namespace Reelmill.Pipelines.Tests.Images;

/// <summary>Images of every format: upright, true, or refused by name.</summary>
public sealed class ImageFormatTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly PictureLoader _loader = new(new PictureDecoder(new ProcessLauncher(), "ffmpeg", new ProbeLimits()));

    [Theory]
    [InlineData("png")]
    [InlineData("webp")]
    [InlineData("tif")]
    public async Task Every_orientation_is_turned_upright(string extension)
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
    public async Task Images_of_other_programs_are_upright(string name)
    {
        using var expected = await LoadAsync(TestCases.Path("14-orientation-of-png-webp-tiff-avif", "ref.png"));
        using var image = await LoadAsync(TestCases.Path("14-orientation-of-png-webp-tiff-avif", name));

        // The AVIF file holds the same stored image, to be shown a quarter turn counterclockwise.
        using var upright = name.EndsWith(".avif", StringComparison.Ordinal) ? Orientation.Apply(Copy(expected), 8) : Copy(expected);
        Difference(image, upright).ShouldBeLessThan(6);
    }

    // The orientations are those that libheif 1.15 gives these files.
    [Theory]
    [InlineData("", 1)]
    [InlineData("--irot 1", 8)]
    [InlineData("--irot 2", 3)]
    [InlineData("--irot 3", 6)]
    [InlineData("--imir 0", 4)]
    [InlineData("--imir 1", 2)]
    [InlineData("--irot 1 --imir 0", 5)]
    [InlineData("--irot 1 --imir 1", 7)]
    public async Task An_AVIF_image_is_turned_and_mirrored_as_it_says(string options, int orientation)
    {
        var encoder = TestPrograms.Require("avifenc");
        var path = await StoredImage.WriteAsync(_temp, "png", 1);
        await new ProcessLauncher().RunAsync(
            new ProcessSpec(encoder, [.. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--min", "0", "--max", "0", path, _temp["turned.avif"]]) { MemoryLimitBytes = 0 }, 1 << 16, default);
        using var stored = await LoadAsync(path);
        using var expected = Orientation.Apply(Copy(stored), orientation);

        using var image = await LoadAsync(_temp["turned.avif"]);

        Difference(image, expected).ShouldBeLessThan(6);
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
    public async Task Every_format_is_found_in_folders_and_decoded_truly(string extension, string coding)
    {
        Directory.CreateDirectory(_temp["folder"]);
        var path = _temp[$"folder/image{extension}"];
        await StoredImage.FfmpegAsync(["-f", "lavfi", "-i", "color=0xF0F0F0:size=64x48,drawbox=w=32:h=24:t=fill:c=0x101010", "-frames:v", "1", .. coding.Split(' ', StringSplitOptions.RemoveEmptyEntries), "-update", "1", path]);

        InputList.Expand([_temp["folder"]], extensions: IndexRun.Extensions).ShouldHaveSingleItem().Problem.ShouldBeNull();
        using var image = await LoadAsync(path);

        (image.Width, image.Height).ShouldBe((64, 48));
        ((int)image.Pixels[0]).ShouldBeLessThan(40, "the dark quarter is the upper left one");
        ((int)image.Pixels[^1]).ShouldBeGreaterThan(215);
    }

    [Fact]
    public async Task What_ffmpeg_would_decode_wrongly_is_refused_by_its_name()
    {
        var tiff = await File.ReadAllBytesAsync(await StoredImage.WriteAsync(_temp, "tif", 1));
        var webp = await File.ReadAllBytesAsync(await StoredImage.WriteAsync(_temp, "webp", 1));
        webp[20] |= 0x02;
        (string Name, byte[] Content, string Reason)[] files =
        [
            ("jpeg.tif", StoredImage.WithTiffTag(tiff, 0x0103, 7), "TIFF with JPEG compression"),
            ("old.tif", StoredImage.WithTiffTag(tiff, 0x0103, 6), "TIFF with JPEG compression"),
            ("inks.tif", StoredImage.WithTiffTag(tiff, 0x0106, 5), "TIFF with CMYK inks"),
            ("luma.tif", StoredImage.WithTiffTag(tiff, 0x0106, 6), "TIFF in YCbCr"),
            ("tiles.tif", StoredImage.WithTiffTag(tiff, 0x0142, 16), "TIFF made of tiles"),
            ("big.tif", [(byte)'I', (byte)'I', 43, 0, 8, 0, 0, 0], "BigTIFF"),
            ("animated.webp", webp, "animated WebP"),
            ("plain.heic", [0, 0, 0, 20, .. "ftypheic"u8, 0, 0, 0, 0, .. "mif1"u8, 0, 0, 0, 8, .. "mdat"u8], "HEIC"),
        ];

        foreach (var (name, content, reason) in files)
        {
            await File.WriteAllBytesAsync(_temp[name], content);
            var failure = await Should.ThrowAsync<ItemException>(() => LoadAsync(_temp[name]));
            failure.Code.ShouldBe("unsupported_image", name);
            failure.Message.ShouldBe($"Decoding '{_temp[name]}': {reason} is not decoded. Convert it to PNG or JPEG.");
        }
    }

    [Theory]
    [InlineData("15-jpeg-in-tiff-black", "jpeg.tif")]
    [InlineData("15-jpeg-in-tiff-black", "jpeggray.tif")]
    [InlineData("22-heic-and-animated-webp-messages", "plain.heic")]
    [InlineData("22-heic-and-animated-webp-messages", "anim.webp")]
    public async Task Files_of_other_programs_are_refused_by_their_name(string name, string file)
    {
        var path = TestCases.Path(name, file);

        (await Should.ThrowAsync<ItemException>(() => LoadAsync(path))).Code.ShouldBe("unsupported_image");
    }

    [Theory]
    [InlineData("a.gif")]
    [InlineData("j.jp2")]
    public async Task A_folder_gives_what_a_name_gives(string name)
    {
        var path = TestCases.Path("16-folder-leaves-kinds-out", name);
        using var image = await LoadAsync(path);

        InputList.Expand([Path.GetDirectoryName(path)!], extensions: IndexRun.Extensions).Select(static i => Path.GetFileName(i.Source)).ShouldContain(n => n == name);
    }

    [Fact]
    public async Task A_damaged_image_is_told_in_one_line_without_the_log_of_a_tool()
    {
        await File.WriteAllBytesAsync(_temp["cut.png"], (await File.ReadAllBytesAsync(await StoredImage.WriteAsync(_temp, "png", 1)))[..40]);

        var failure = await Should.ThrowAsync<ItemException>(() => LoadAsync(_temp["cut.png"]));

        failure.Code.ShouldBe("bad_picture");
        failure.Message.ShouldNotContain("0x");
        failure.Message.ShouldNotContain("-nostdin");
        failure.Message.Split('\n').Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_video_is_no_image()
    {
        await StoredImage.FfmpegAsync(["-f", "lavfi", "-i", "testsrc=size=64x48:duration=1", _temp["video.mp4"]]);

        (await Should.ThrowAsync<ItemException>(() => LoadAsync(_temp["video.mp4"]))).Code.ShouldBe("not_media");
    }

    public void Dispose()
    {
        _loader.Dispose();
        _temp.Dispose();
    }

    private async Task<RgbImage> LoadAsync(string path) => await _loader.LoadAsync(path, await File.ReadAllBytesAsync(path), 0, 0, CancellationToken.None);

    private static RgbImage Copy(RgbImage image)
    {
        var copy = RgbImage.Rent(image.Width, image.Height);
        image.Pixels.CopyTo(copy.Pixels);
        return copy;
    }

    private static double Difference(RgbImage image, RgbImage other)
    {
        (image.Width, image.Height).ShouldBe((other.Width, other.Height));
        return image.Pixels.ToArray().Zip(other.Pixels.ToArray(), static (a, b) => Math.Abs(a - b)).Average();
    }
}
