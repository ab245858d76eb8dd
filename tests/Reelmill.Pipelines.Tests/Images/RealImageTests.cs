using Reelmill.Core;
using Reelmill.Pipelines.Index;
using Reelmill.Testing;
using Reelmill.Vision.Images;

namespace Reelmill.Pipelines.Tests.Images;

public sealed class RealImageTests : IDisposable
{
    private readonly ImageLoader _loader = LoadedImage.Loader();

    [Theory]
    [InlineData("kodak-03-caps.png", 768, 512)]
    [InlineData("png-16bit-flag.png", 900, 600)]
    [InlineData("skimage-coins.png", 384, 303)]
    [InlineData("opencv-image-text-n.png", 556, 257)]
    [InlineData("webp-photo-lossy.webp", 1024, 772)]
    [InlineData("webp-alpha.webp", 300, 300)]
    [InlineData("tiff-scan-bilevel-fax.tif", 2464, 3248)]
    [InlineData("animated-gif-newtons-cradle.gif", 200, 150)]
    [InlineData("jpeg2000-relax.jp2", 320, 240)]
    [InlineData("jxl-8bit-photo.jxl", 1440, 1080)]
    [InlineData("avif-8bit-photo.avif", 1617, 1080)]
    [InlineData("heic-iphone-photo.heic", 2566, 3313)]
    [InlineData("photo-named-jpg-but-is-png.jpg", 1028, 443)]
    public async Task Images_of_every_format_are_decoded_whatever_their_extension(string name, int width, int height)
    {
        using var image = await LoadAsync(TestMedia.Path("images", name));

        (image.Width, image.Height).ShouldBe((width, height));
        image.Pixels.ToArray().Distinct().Count().ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Every_broken_image_is_decoded_or_rejected_with_a_reason()
    {
        foreach (var file in Directory.GetFiles(TestMedia.Path("corrupt")))
        {
            try
            {
                using var image = await LoadAsync(file);
                image.Pixels.Length.ShouldBe(image.Width * image.Height * 3, file);
            }
            catch (ItemException e)
            {
                e.Code.ShouldBeOneOf("bad_picture", "not_media", "unsupported_image");
                e.Message.ShouldContain(Path.GetFileName(file));
            }
        }
    }

    [Fact]
    public async Task A_text_file_is_rejected_as_an_image()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["text.png"], "#EXTM3U\nfile:///etc/passwd\n");

        (await Should.ThrowAsync<ItemException>(() => LoadAsync(folder["text.png"]))).Code.ShouldBe("not_media");
    }

    public void Dispose() => _loader.Dispose();

    private Task<RgbImage> LoadAsync(string path) => LoadedImage.LoadAsync(_loader, path);
}
