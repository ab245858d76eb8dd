using System.Text;
using Reelmill.Pipelines.Index;
using Reelmill.Testing;
using Reelmill.Vision.Images;

namespace Reelmill.Pipelines.Tests.Images;

/// <summary>Compares AVIF and HEIC decoding with avifdec and heif-convert, on files from avifenc and heif-enc.</summary>
public sealed class HeifTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly ImageLoader _loader = LoadedImage.Loader();

    // avifdec leaves rotations and crops to the viewer, so they have a test below. Version 0.11 of avifdec does not expand
    // 8-bit gray of limited range, which has its own test, too.
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
    public async Task An_AVIF_image_matches_avifdec(string size, string options)
    {
        await MakeAsync(size);
        await LoadedImage.RunAsync("avifenc", [.. SplitArguments(options), _temp["source.png"], _temp["image.avif"]]);

        // libheif upsamples chroma by repetition; avifdec interpolates by default.
        await LoadedImage.RunAsync("avifdec", "-d", "8", "-u", "nearest", _temp["image.avif"], _temp["expected.png"]);

        await CompareAsync("image.avif");
    }

    [Theory]
    [InlineData("8", "colr")]
    [InlineData("8", "free")]
    [InlineData("10", "colr")]
    [InlineData("10", "free")]
    public async Task Limited_range_gray_is_expanded_when_only_the_container_or_only_the_bitstream_declares_it(string depth, string property)
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
    public async Task An_AVIF_image_is_cropped_and_rotated_as_by_heif_convert(string options)
    {
        await MakeAsync("128x128");
        await LoadedImage.RunAsync("avifenc", [.. SplitArguments(options), _temp["source.png"], _temp["image.avif"]]);
        await LoadedImage.RunAsync("heif-convert", _temp["image.avif"], _temp["expected.png"]);

        await CompareAsync("image.avif");
    }

    [Theory]
    [MemberData(nameof(Orientations))]
    public async Task A_HEIC_image_is_rotated_and_mirrored_by_its_own_properties_and_not_by_EXIF(int angle, int axis, int orientation)
    {
        await WriteWithExifAsync("96x64");
        await LoadedImage.RunAsync("convert", _temp["source.jpg"], "-profile", _temp["srgb.icc"], _temp["tagged.jpg"]);
        await LoadedImage.RunAsync("heif-enc", "-q", "95", _temp["tagged.jpg"], "-o", _temp["image.heic"]);
        await File.WriteAllBytesAsync(_temp["image.heic"], HeifProperties.SetOrientation(await File.ReadAllBytesAsync(_temp["image.heic"]), angle, axis));
        using var upright = await _loader.LoadAsync(_temp["upright.png"]);
        using var expected = ImageOrientation.Apply(Copy(upright), orientation);

        await ConvertWithoutExifAsync("image.heic");
        await CompareAsync("image.heic");
        using var image = await _loader.LoadAsync(_temp["image.heic"]);

        LoadedImage.Difference(image, expected).ShouldBeLessThan(6);
    }

    [Theory]
    [MemberData(nameof(Orientations))]
    public async Task An_AVIF_image_is_rotated_and_mirrored_by_its_own_properties_and_not_by_EXIF(int angle, int axis, int orientation)
    {
        await WriteWithExifAsync("96x64");
        string[] rotation = ["--irot", $"{angle}", .. axis >= 0 ? ["--imir", $"{axis}"] : (string[])[]];
        await LoadedImage.RunAsync("avifenc", [.. rotation, "--exif", _temp["exif"], "--min", "0", "--max", "4", _temp["upright.png"], _temp["image.avif"]]);
        using var upright = await _loader.LoadAsync(_temp["upright.png"]);
        using var expected = ImageOrientation.Apply(Copy(upright), orientation);

        await ConvertWithoutExifAsync("image.avif");
        await CompareAsync("image.avif");
        using var image = await _loader.LoadAsync(_temp["image.avif"]);

        LoadedImage.Difference(image, expected).ShouldBeLessThan(6);
    }

    [Theory]
    [InlineData("128x128", "")]
    [InlineData("97x65", "")]
    [InlineData("128x128", "-L -p chroma=444")]
    public async Task A_HEIC_image_matches_heif_convert(string size, string options)
    {
        await MakeAsync(size);
        await LoadedImage.RunAsync("heif-enc", [.. SplitArguments(options), _temp["source.png"], "-o", _temp["image.heic"]]);
        await LoadedImage.RunAsync("heif-convert", _temp["image.heic"], _temp["expected.png"]);

        await CompareAsync("image.heic");
    }

    [Fact]
    public async Task A_phone_photo_stored_as_a_grid_matches_heif_convert()
    {
        var photo = TestMedia.Path("images", "heic-iphone-photo.heic");
        await LoadedImage.RunAsync("heif-convert", photo, _temp["expected.png"]);
        File.Copy(photo, _temp["image.heic"]);

        await CompareAsync("image.heic");
    }

    [Fact]
    public async Task A_sequence_decodes_to_its_first_frame_even_without_a_still_image()
    {
        await MakeAsync("64x64");
        await LoadedImage.RunAsync("avifenc", "--fps", "2", _temp["source.png"], _temp["source.png"], _temp["whole.avif"]);
        File.Copy(_temp["whole.avif"], _temp["broken.avif"]);
        await ReplaceAsync("broken.avif", "iinf", "xxxx");

        using var whole = await _loader.LoadAsync(_temp["whole.avif"]);
        using var broken = await _loader.LoadAsync(_temp["broken.avif"]);

        LoadedImage.Difference(whole, broken).ShouldBeLessThan(1);
    }

    // The angle counts quarter turns counterclockwise, followed by a mirror: axis 0 swaps top and bottom, axis 1 left and right.
    public static TheoryData<int, int, int> Orientations() => new()
    {
        { 0, -1, 1 },
        { 0, 1, 2 },
        { 2, -1, 3 },
        { 0, 0, 4 },
        { 1, 0, 5 },
        { 3, -1, 6 },
        { 1, 1, 7 },
        { 1, -1, 8 },
    };

    public void Dispose()
    {
        _loader.Dispose();
        _temp.Dispose();
    }

    private static string[] SplitArguments(string options) => options.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static RgbImage Copy(RgbImage image)
    {
        var copy = RgbImage.Rent(image.Width, image.Height);
        image.Pixels.CopyTo(copy.Pixels);
        return copy;
    }

    /// <summary>Writes an image whose EXIF orientation wrongly asks for a quarter turn.</summary>
    private async Task WriteWithExifAsync(string size)
    {
        await MakeAsync(size);
        File.Move(_temp["source.png"], _temp["upright.png"]);
        await StoredImage.FfmpegAsync(["-i", _temp["upright.png"], "-q:v", "2", "-pix_fmt", "yuvj444p", _temp["source.jpg"]]);
        await File.WriteAllBytesAsync(_temp["source.jpg"], StoredImage.WithJpegExif(await File.ReadAllBytesAsync(_temp["source.jpg"]), 6));
        await File.WriteAllBytesAsync(_temp["exif"], StoredImage.Exif(6));
        await File.WriteAllBytesAsync(_temp["srgb.icc"], RgbProfile.Srgb.ToBytes());
    }

    /// <summary>Converts with heif-convert and removes EXIF, which heif-convert copies and whose orientation a PNG viewer would apply.</summary>
    private async Task ConvertWithoutExifAsync(string name)
    {
        await LoadedImage.RunAsync("heif-convert", _temp[name], _temp["converted.png"]);
        await LoadedImage.RunAsync("convert", _temp["converted.png"], "-strip", _temp["expected.png"]);
    }

    private Task MakeAsync(string size) =>
        StoredImage.FfmpegAsync(["-f", "lavfi", "-i", $"testsrc2=size={size}", "-frames:v", "1", "-pix_fmt", "rgb24", _temp["source.png"]]);

    /// <summary>Renames the first box of a given name.</summary>
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
        image.Pixels.SequenceEqual(again.Pixels).ShouldBeTrue("decoding the same file twice must give the same bytes");
    }
}
