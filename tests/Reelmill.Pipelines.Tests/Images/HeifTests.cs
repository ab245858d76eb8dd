using System.Text;
using Reelmill.Pipelines.Index;
using Reelmill.Testing;

namespace Reelmill.Pipelines.Tests.Images;

/// <summary>AVIF and HEIC against avifdec and heif-convert, on files that avifenc and heif-enc make.</summary>
public sealed class HeifTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly PictureLoader _loader = LoadedImage.Loader();

    // avifdec leaves turns and crops to who shows the image, so these are in the next test. Its version 0.11 does not
    // stretch gray of 8 bits and limited range, which has a test of its own too.
    [Theory]
    [InlineData("128x128", "")]
    [InlineData("97x65", "-y 420")]
    [InlineData("128x128", "-y 422 -d 10")]
    [InlineData("128x128", "-y 420 -d 12")]
    [InlineData("128x128", "-y 400")]
    [InlineData("128x128", "-y 400 -d 10 -r limited")]
    [InlineData("128x128", "-y 444 -r limited")]
    [InlineData("128x128", "-y 420 -r limited")]
    [InlineData("128x128", "-y 420 --cicp 1/13/1")]
    [InlineData("128x128", "--grid 2x2")]
    [InlineData("128x128", "--grid 2x2 -y 420 -d 10")]
    [InlineData("128x128", "--lossless")]
    public async Task An_AVIF_image_looks_as_avifdec_shows_it(string size, string options)
    {
        await MakeAsync(size);
        await LoadedImage.RunAsync("avifenc", [.. Words(options), _temp["source.png"], _temp["image.avif"]]);

        // libheif repeats samples of chroma; avifdec would interpolate them unless told.
        await LoadedImage.RunAsync("avifdec", "-d", "8", "-u", "nearest", _temp["image.avif"], _temp["expected.png"]);

        await CompareAsync("image.avif");
    }

    [Theory]
    [InlineData("8", "colr")]
    [InlineData("8", "free")]
    [InlineData("10", "colr")]
    [InlineData("10", "free")]
    public async Task Gray_keeps_its_contrast_when_container_or_bitstream_alone_say_that_its_levels_are_16_to_235(string depth, string property)
    {
        await MakeAsync("128x128");
        await LoadedImage.RunAsync("avifenc", "-y", "400", "-d", depth, "--range", "limited", _temp["source.png"], _temp["limited.avif"]);
        await LoadedImage.RunAsync("avifenc", "-y", "400", "-d", depth, "--range", "full", _temp["source.png"], _temp["full.avif"]);
        await ReplaceAsync("limited.avif", "colr", property);

        using var limited = await _loader.LoadAsync(_temp["limited.avif"]);
        using var full = await _loader.LoadAsync(_temp["full.avif"]);

        LoadedImage.Difference(limited, full).ShouldBeLessThan(1);
    }

    [Theory]
    [InlineData("--irot 1")]
    [InlineData("--irot 3 --imir 1")]
    [InlineData("--crop 10,20,40,30")]
    [InlineData("--crop 10,20,40,30 --irot 1 --imir 0")]
    public async Task An_AVIF_image_is_cropped_and_turned_as_heif_convert_shows_it(string options)
    {
        await MakeAsync("128x128");
        await LoadedImage.RunAsync("avifenc", [.. Words(options), _temp["source.png"], _temp["image.avif"]]);
        await LoadedImage.RunAsync("heif-convert", _temp["image.avif"], _temp["expected.png"]);

        await CompareAsync("image.avif");
    }

    [Theory]
    [InlineData("128x128", "")]
    [InlineData("97x65", "")]
    [InlineData("128x128", "-L -p chroma=444")]
    public async Task A_HEIC_image_looks_as_heif_convert_shows_it(string size, string options)
    {
        await MakeAsync(size);
        await LoadedImage.RunAsync("heif-enc", [.. Words(options), _temp["source.png"], "-o", _temp["image.heic"]]);
        await LoadedImage.RunAsync("heif-convert", _temp["image.heic"], _temp["expected.png"]);

        await CompareAsync("image.heic");
    }

    [Fact]
    public async Task A_photo_of_a_phone_which_is_a_grid_looks_as_heif_convert_shows_it()
    {
        var photo = TestMedia.Path("images", "heic-iphone-photo.heic");
        await LoadedImage.RunAsync("heif-convert", photo, _temp["expected.png"]);
        File.Copy(photo, _temp["image.heic"]);

        await CompareAsync("image.heic");
    }

    [Fact]
    public async Task Sequences_show_their_first_frame_even_when_their_still_image_is_missing()
    {
        await MakeAsync("64x64");
        await LoadedImage.RunAsync("avifenc", "--fps", "2", _temp["source.png"], _temp["source.png"], _temp["whole.avif"]);
        File.Copy(_temp["whole.avif"], _temp["broken.avif"]);
        await ReplaceAsync("broken.avif", "iinf", "xxxx");

        using var whole = await _loader.LoadAsync(_temp["whole.avif"]);
        using var broken = await _loader.LoadAsync(_temp["broken.avif"]);

        LoadedImage.Difference(whole, broken).ShouldBeLessThan(1);
    }

    public void Dispose()
    {
        _loader.Dispose();
        _temp.Dispose();
    }

    private static string[] Words(string options) => options.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private Task MakeAsync(string size) =>
        StoredImage.FfmpegAsync(["-f", "lavfi", "-i", $"testsrc2=size={size}", "-frames:v", "1", "-pix_fmt", "rgb24", _temp["source.png"]]);

    /// <summary>Gives the first box of a name another.</summary>
    private async Task ReplaceAsync(string file, string box, string name)
    {
        var bytes = await File.ReadAllBytesAsync(_temp[file]);
        Encoding.ASCII.GetBytes(name).CopyTo(bytes, bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(box)));
        await File.WriteAllBytesAsync(_temp[file], bytes);
    }

    private async Task CompareAsync(string name)
    {
        using var expected = await _loader.LoadAsync(_temp["expected.png"]);
        using var image = await _loader.LoadAsync(_temp[name]);
        using var again = await _loader.LoadAsync(_temp[name]);

        LoadedImage.Difference(image, expected).ShouldBeLessThan(1);
        image.Pixels.SequenceEqual(again.Pixels).ShouldBeTrue("the same file gives the same bytes");
    }
}
