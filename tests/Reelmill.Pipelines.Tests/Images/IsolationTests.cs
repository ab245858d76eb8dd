using Reelmill.Core;
using Reelmill.Testing;
using Reelmill.Vision.Images;

namespace Reelmill.Pipelines.Tests.Images;

/// <summary>Hostile images: none takes the process down, and none is decoded before its size is known to be allowed.</summary>
public sealed class IsolationTests : IDisposable
{
    private const int MutantsInProcess = 300;
    private const int MutantsInChild = 6;
    private readonly TempFolder _temp = new();

    [Fact]
    public async Task One_lossless_JPEG_starts_one_process_and_the_files_after_it_none()
    {
        using var loader = LoadedImage.Loader(CountingProgram());
        await StoredImage.FfmpegAsync(["-f", "lavfi", "-i", "testsrc=size=64x48", "-frames:v", "1", "-c:v", "ljpeg", "-pix_fmt", "yuvj444p", _temp["lossless.jpg"]]);
        await StoredImage.FfmpegAsync(["-f", "lavfi", "-i", "testsrc=size=64x48", "-frames:v", "1", "-pix_fmt", "rgb24", _temp["expected.png"]]);
        await StoredImage.FfmpegAsync(["-f", "lavfi", "-i", "testsrc=size=64x48", "-frames:v", "1", _temp["usual.jpg"]]);
        using var expected = await loader.LoadAsync(_temp["expected.png"]);

        using var lossless = await loader.LoadAsync(_temp["lossless.jpg"]);
        for (var n = 0; n < 3; n++)
        {
            using var usual = await loader.LoadAsync(_temp["usual.jpg"]);
            usual.Width.ShouldBe(64);
        }

        LoadedImage.Difference(lossless, expected).ShouldBeLessThan(2);
        (await File.ReadAllLinesAsync(_temp["count"])).Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_decoder_that_crashes_fails_its_image_and_nothing_else()
    {
        using var loader = LoadedImage.Loader(Program("kill -SEGV $$"));
        await File.WriteAllBytesAsync(_temp["image.heic"], [0, 0, 0, 16, .. "ftypheic"u8, 0, 0, 0, 0]);

        var failure = await Should.ThrowAsync<ItemException>(() => loader.LoadAsync(_temp["image.heic"]));

        (failure.Code, failure.Message.Contains("image.heic", StringComparison.Ordinal)).ShouldBe(("bad_picture", true));
    }

    [Fact]
    public async Task Without_the_program_an_image_is_refused_with_what_to_install()
    {
        using var loader = LoadedImage.Loader(_temp["absent"]);
        await File.WriteAllBytesAsync(_temp["image.heic"], [0, 0, 0, 16, .. "ftypheic"u8, 0, 0, 0, 0]);

        var failure = await Should.ThrowAsync<ItemException>(() => loader.LoadAsync(_temp["image.heic"]));

        failure.Code.ShouldBe("unsupported_image");
        failure.Message.ShouldContain("dotnet tool install -g reelmill");
    }

    [Theory]
    [InlineData("png-65536-wide-limit.png")]
    [InlineData("avif-17000x17000-in-1340-bytes.avif")]
    [InlineData("bmp-really-big.bmp")]
    [InlineData("gif-decompression-bomb.gif")]
    public async Task An_image_that_would_fill_the_memory_is_refused(string name)
    {
        var file = TestMedia.Path("corrupt", name);
        using var loader = LoadedImage.Loader();

        (await Should.ThrowAsync<ItemException>(() => loader.LoadAsync(file))).Code.ShouldBe("bad_picture");
    }

    [Theory]
    [InlineData("png", "-pix_fmt rgb24")]
    [InlineData("apng", "-f apng")]
    [InlineData("webp", "-c:v libwebp")]
    [InlineData("gif", "")]
    [InlineData("tif", "-compression_algo lzw -pix_fmt rgb24")]
    [InlineData("bmp", "")]
    [InlineData("qoi", "")]
    [InlineData("jxl", "-c:v libjxl")]
    [InlineData("jp2", "-c:v jpeg2000")]
    public async Task A_size_over_the_limit_is_refused_in_every_format(string extension, string coding)
    {
        using var loader = LoadedImage.Loader(mostPixels: (64 * 48) - 1);
        var path = await EncodeAsync(extension, coding);

        var failure = await Should.ThrowAsync<ItemException>(() => loader.LoadAsync(path));

        failure.Code.ShouldBe("bad_picture");
        failure.Message.ShouldContain("64x48 pixels");
    }

    [Theory]
    [InlineData("png", "-pix_fmt rgb24", MutantsInProcess)]
    [InlineData("apng", "-f apng", MutantsInProcess)]
    [InlineData("webp", "-c:v libwebp", MutantsInProcess)]
    [InlineData("gif", "", MutantsInProcess)]
    [InlineData("tif", "-compression_algo lzw -pix_fmt rgb24", MutantsInProcess)]
    [InlineData("jp2", "-c:v jpeg2000", MutantsInChild)]
    [InlineData("jxl", "-c:v libjxl", MutantsInChild)]
    public async Task Damage_gives_an_image_or_a_typed_error(string extension, string coding, int mutants) =>
        await MutateAsync(await EncodeAsync(extension, coding), mutants);

    [Theory]
    [InlineData("avifenc", "avif")]
    [InlineData("heif-enc", "heic")]
    public async Task Damage_to_HEIF_gives_an_image_or_a_typed_error(string encoder, string extension)
    {
        var source = await EncodeAsync("png", "");
        await LoadedImage.RunAsync(encoder, source, "-o", _temp[$"image.{extension}"]);

        await MutateAsync(_temp[$"image.{extension}"], MutantsInChild);
    }

    public void Dispose() => _temp.Dispose();

    private async Task MutateAsync(string path, int mutants)
    {
        using var loader = LoadedImage.Loader();
        var (good, random) = (await File.ReadAllBytesAsync(path), new Random(2026));
        for (var n = 0; n < mutants; n++)
        {
            await File.WriteAllBytesAsync(path, Mutate(good, random));
            try
            {
                using var image = await loader.LoadAsync(path);
                image.Pixels.Length.ShouldBe(image.Width * image.Height * 3);
            }
            catch (ItemException e)
            {
                e.Code.ShouldBeOneOf("bad_picture", "not_media", "unsupported_image");
            }
        }
    }

    // Most damage to the middle of compressed data is alike; the headers are where sizes and offsets are.
    private static byte[] Mutate(byte[] good, Random random)
    {
        var bytes = good.ToArray();
        for (var change = random.Next(1, 8); change > 0; change--)
        {
            bytes[random.Next(random.Next(3) == 0 ? bytes.Length : Math.Min(bytes.Length, 400))] = (byte)random.Next(256);
        }

        return random.Next(4) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }

    private async Task<string> EncodeAsync(string extension, string coding)
    {
        var path = _temp[$"image.{extension}"];
        await StoredImage.FfmpegAsync(["-f", "lavfi", "-i", "testsrc2=size=64x48", "-frames:v", "1", .. coding.Split(' ', StringSplitOptions.RemoveEmptyEntries), "-update", "1", path]);
        return path;
    }

    private string CountingProgram() => Program($"echo >> '{_temp["count"]}'; exec '{new ToolPaths().Reelmill}' \"$@\"");

    private string Program(string script)
    {
        File.WriteAllText(_temp["program"], $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(_temp["program"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return _temp["program"];
    }
}
