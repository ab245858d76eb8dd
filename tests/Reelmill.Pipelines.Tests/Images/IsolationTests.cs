using Reelmill.Core;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;
using Reelmill.Testing;

namespace Reelmill.Pipelines.Tests.Images;

/// <summary>Hostile images: none crashes the process, and none is decoded before its size is checked.</summary>
public sealed class IsolationTests : IDisposable
{
    private const int MutantsInProcess = 300;
    private const int MutantsInChildProcess = 6;
    private readonly TempFolder _temp = new();

    [Fact]
    public async Task A_lossless_JPEG_starts_one_process_and_later_files_start_none()
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

    [Theory]
    [InlineData("bgr24", "3 components of 9 bits")]
    [InlineData("bgra", "4 components of 9 bits")]
    public async Task A_lossless_JPEG_with_an_undeclared_color_space_is_rejected(string layout, string reason)
    {
        using var loader = LoadedImage.Loader();
        await StoredImage.FfmpegAsync(["-f", "lavfi", "-i", "testsrc=size=64x48", "-frames:v", "1", "-c:v", "ljpeg", "-pix_fmt", layout, _temp["lossless.jpg"]]);

        var failure = await Should.ThrowAsync<ItemException>(() => loader.LoadAsync(_temp["lossless.jpg"]));

        (failure.Code, failure.Message.Contains(reason, StringComparison.Ordinal)).ShouldBe(("unsupported_image", true));
    }

    [Theory]
    [InlineData("crashes", "kill -SEGV $$")]
    [InlineData("exceeds its memory limit", "exec dd if=/dev/zero of=/dev/null bs=5G count=1")]
    [InlineData("writes endlessly", "exec yes")]
    [InlineData("writes another format", "echo P6 12 times")]
    [InlineData("stops within the header", "printf 'P6\\n64'")]
    [InlineData("writes less than it declares", "printf 'P6\\n64 48\\n255\\n'")]
    [InlineData("writes a size that overflows", "printf 'P6\\n65536 65536\\n255\\n'")]
    public async Task A_misbehaving_decoder_fails_only_its_image(string how, string script)
    {
        using var loader = LoadedImage.Loader(Program(script), maxPixels: 1 << 16);

        var failure = await Should.ThrowAsync<ItemException>(() => loader.LoadAsync(Heic()));

        (failure.Code, failure.Message.Contains("image.heic", StringComparison.Ordinal)).ShouldBe(("bad_picture", true), how);
    }

    [Fact]
    public async Task A_hanging_decoder_is_terminated_after_a_minute()
    {
        var (time, path) = (new ManualTimeProvider(), Heic());
        using var loader = LoadedImage.Loader(Program("exec sleep 1000"), time: time);
        var load = loader.LoadAsync(path, await File.ReadAllBytesAsync(path), 0, 0, CancellationToken.None).AsTask();

        time.Advance(TimeSpan.FromSeconds(59));
        load.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(1));

        (await Should.ThrowAsync<ItemException>(() => load)).Code.ShouldBe("bad_picture");
    }

    [Fact]
    public async Task A_run_continues_after_failed_images()
    {
        Directory.CreateDirectory(_temp["images"]);
        File.Copy(Heic(), _temp["images/1.heic"]);
        await File.WriteAllBytesAsync(_temp["images/2.png"], (await File.ReadAllBytesAsync(await EncodeAsync("png", "")))[..60]);
        foreach (var name in new[] { "3.png", "4.webp" })
        {
            File.Copy(await EncodeAsync(Path.GetExtension(name)[1..], ""), _temp[$"images/{name}"]);
        }

        await using var services = new RunServices(_temp["library"]);
        var options = new IndexOptions { Tools = new ToolPaths { Reelmill = Program("kill -SEGV $$") } };
        var result = await new IndexRun(services, options, new RunObserver()).IndexAsync(IndexRun.Expand([_temp["images"]]), CancellationToken.None);

        result.Run.Items.Failed.ShouldBe(2);
        result.Images.Select(static p => Path.GetFileName(p.Input)).ShouldBe(["3.png", "4.webp"]);
    }

    [Theory]
    [InlineData("jpg", "")]
    [InlineData("png", "-pix_fmt rgb24")]
    [InlineData("webp", "-c:v libwebp")]
    [InlineData("gif", "")]
    [InlineData("tif", "-compression_algo lzw -pix_fmt rgb24")]
    [InlineData("jxl", "-c:v libjxl")]
    [InlineData("jp2", "-c:v jpeg2000")]
    [InlineData("j2k", "-c:v jpeg2000")]
    [InlineData("bmp", "")]
    [InlineData("tga", "")]
    [InlineData("ico", "-c:v bmp -pix_fmt bgra")]
    [InlineData("qoi", "")]
    [InlineData("ppm", "")]
    [InlineData("pgm", "-pix_fmt gray")]
    [InlineData("pbm", "-f image2 -c:v pbm")]
    [InlineData("pam", "")]
    public async Task A_truncated_file_is_rejected_in_every_format(string extension, string coding) =>
        await RejectTruncatedAsync(await EncodeAsync(extension, coding));

    [Theory]
    [InlineData("avifenc", "avif")]
    [InlineData("heif-enc", "heic")]
    public async Task A_truncated_HEIF_file_is_rejected(string encoder, string extension)
    {
        await LoadedImage.RunAsync(encoder, await EncodeAsync("png", ""), "-o", _temp[$"image.{extension}"]);

        await RejectTruncatedAsync(_temp[$"image.{extension}"]);
    }

    [Fact]
    public async Task Without_the_decoder_program_the_error_names_what_to_install()
    {
        using var loader = LoadedImage.Loader(_temp["absent"]);

        var failure = await Should.ThrowAsync<ItemException>(() => loader.LoadAsync(Heic()));

        failure.Code.ShouldBe("unsupported_image");
        failure.Message.ShouldContain("dotnet tool install -g reelmill");
    }

    [Theory]
    [InlineData("png-65536-wide-limit.png")]
    [InlineData("avif-17000x17000-in-1340-bytes.avif")]
    [InlineData("bmp-really-big.bmp")]
    [InlineData("gif-decompression-bomb.gif")]
    public async Task A_decompression_bomb_is_rejected(string name)
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
    public async Task A_size_over_the_limit_is_rejected_in_every_format(string extension, string coding)
    {
        using var loader = LoadedImage.Loader(maxPixels: (64 * 48) - 1);
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
    [InlineData("jp2", "-c:v jpeg2000", MutantsInChildProcess)]
    [InlineData("jxl", "-c:v libjxl", MutantsInChildProcess)]
    public async Task A_damaged_file_decodes_or_fails_with_a_typed_error(string extension, string coding, int mutants) =>
        await MutateAsync(await EncodeAsync(extension, coding), mutants);

    [Theory]
    [InlineData("avifenc", "avif")]
    [InlineData("heif-enc", "heic")]
    public async Task A_damaged_HEIF_file_decodes_or_fails_with_a_typed_error(string encoder, string extension)
    {
        var source = await EncodeAsync("png", "");
        await LoadedImage.RunAsync(encoder, source, "-o", _temp[$"image.{extension}"]);

        await MutateAsync(_temp[$"image.{extension}"], MutantsInChildProcess);
    }

    public void Dispose() => _temp.Dispose();

    private static async Task RejectTruncatedAsync(string path)
    {
        using var loader = LoadedImage.Loader();
        var whole = await File.ReadAllBytesAsync(path);
        foreach (var share in new[] { 0.4, 0.9 })
        {
            await File.WriteAllBytesAsync(path, whole[..(int)(whole.Length * share)]);

            (await Should.ThrowAsync<ItemException>(() => loader.LoadAsync(path))).Code.ShouldBe("bad_picture", $"{share} of it");
        }
    }

    private string Heic()
    {
        File.WriteAllBytes(_temp["image.heic"], [0, 0, 0, 16, .. "ftypheic"u8, 0, 0, 0, 0]);
        return _temp["image.heic"];
    }

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

    // Mutations favor the headers, which have sizes and offsets; damage within compressed data has similar effects everywhere.
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
