using Reelmill.Core;
using Reelmill.Media.Pictures;
using Reelmill.Media.Probing;
using Reelmill.Media.Processes;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Pictures;

public sealed class PictureDecoderTests
{
    private readonly PictureDecoder _decoder = new(new ProcessLauncher(), "ffmpeg", new ProbeLimits());

    [SkippableTheory]
    [InlineData("kodak-03-caps.png", 768, 512)]
    [InlineData("png-16bit-flag.png", 900, 600)]
    [InlineData("skimage-coins.png", 384, 303)]
    [InlineData("opencv-image-text-n.png", 556, 257)]
    [InlineData("webp-photo-lossy.webp", 1024, 772)]
    [InlineData("webp-alpha.webp", 300, 300)]
    [InlineData("tiff-scan-bilevel-fax.tif", 2464, 3248)]
    [InlineData("animated-gif-newtons-cradle.gif", 200, 150)]
    [InlineData("jpeg2000-relax.jp2", 320, 240)]
    [InlineData("photo-named-jpg-but-is-png.jpg", 1028, 443)]
    public async Task Pictures_of_every_kind_are_decoded_whatever_they_are_called(string name, int width, int height)
    {
        var picture = await _decoder.DecodeAsync(TestMedia.Path("images", name), default);

        (picture.Width, picture.Height, picture.Pixels.Length).ShouldBe((width, height, width * height * 3));
        picture.Pixels.ToArray().Distinct().Count().ShouldBeGreaterThan(1);
    }

    [SkippableFact]
    public async Task Every_broken_picture_is_decoded_or_refused_with_a_reason()
    {
        foreach (var file in Directory.GetFiles(TestMedia.Path("corrupt")))
        {
            try
            {
                var picture = await _decoder.DecodeAsync(file, default);
                picture.Pixels.Length.ShouldBe(picture.Width * picture.Height * 3, file);
            }
            catch (ItemException e)
            {
                e.Code.ShouldBeOneOf("bad_picture", "not_media");
                e.Message.ShouldContain(Path.GetFileName(file));
            }
        }
    }

    [SkippableTheory]
    [InlineData("png-65536-wide-limit.png")]
    [InlineData("avif-17000x17000-in-1340-bytes.avif")]
    [InlineData("bmp-really-big.bmp")]
    [InlineData("gif-decompression-bomb.gif")]
    public async Task A_picture_that_would_fill_the_memory_is_refused(string name) =>
        (await Should.ThrowAsync<ItemException>(() => _decoder.DecodeAsync(TestMedia.Path("corrupt", name), default))).Code.ShouldBe("bad_picture");

    [Fact]
    public async Task Text_is_no_picture()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["text.png"], "#EXTM3U\nfile:///etc/passwd\n");

        (await Should.ThrowAsync<ItemException>(() => _decoder.DecodeAsync(folder["text.png"], default))).Code.ShouldBe("not_media");
    }
}
