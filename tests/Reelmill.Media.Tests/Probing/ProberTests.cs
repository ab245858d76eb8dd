using Reelmill.Core;
using Reelmill.Media.Probing;
using Reelmill.Processes;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Probing;

public sealed class ProberTests
{
    private static readonly string[] KnownCodes =
        ["not_media", "limit_exceeded", "unsupported_codec", "encrypted", "no_frames", "probe_timeout", "tool_crashed"];

    private readonly Prober _prober = new(new ProcessLauncher());

    [Fact]
    public async Task Every_valid_file_is_described()
    {
        foreach (var file in Directory.GetFiles(TestMedia.Path("video")))
        {
            var info = await _prober.ProbeAsync(file, CancellationToken.None);

            info.SizeBytes.ShouldBe(new FileInfo(file).Length, file);
            (info.PrimaryVideo is null).ShouldBe(Path.GetFileName(file).StartsWith("audio-only", StringComparison.Ordinal), file);
        }
    }

    [Fact]
    public async Task Every_damaged_file_is_described_or_has_an_error_code()
    {
        foreach (var file in Directory.GetFiles(TestMedia.Path("corrupt")))
        {
            if (await ErrorAsync(file) is { } error)
            {
                KnownCodes.Contains(error.Code, StringComparer.Ordinal).ShouldBeTrue($"{error.Code} for {file}");
                error.Message.ShouldStartWith($"Probing '{file}': ");
            }
        }
    }

    [Theory]
    [InlineData("webm-zero-bytes.webm", "not_media")]
    [InlineData("mp4-is-plain-text.mp4", "not_media")]
    [InlineData("mp4-no-moov.mp4", "not_media")]
    [InlineData("mp4-fuzzed-2.mp4", "not_media")]
    [InlineData("png-broken.png", "not_media")]
    [InlineData("webm-truncated-1.webm", "not_media")]
    [InlineData("avif-17000x17000-in-1340-bytes.avif", "limit_exceeded")]
    [InlineData("mp4-vvc-h266-unsupported-codec.mp4", "unsupported_codec")]
    [InlineData("webm-encrypted-vp8.webm", "encrypted")]
    public async Task A_damaged_file_has_the_matching_error_code(string file, string code)
    {
        var error = await ErrorAsync(TestMedia.Path("corrupt", file));

        error!.Code.ShouldBe(code, error.Message);
        error.IsTransient.ShouldBeFalse();
    }

    [Fact]
    public async Task An_image_is_refused_by_its_format_and_not_reported_as_damaged()
    {
        var error = await ErrorAsync(TestMedia.Path("corrupt", "png-65536-wide-limit.png"));

        error!.Message.ShouldContain("detects the format 'png_pipe'");
    }

    [Theory]
    [InlineData("frame-%d.mp4")]
    [InlineData("-i")]
    [InlineData("a b'c\"d.mp4")]
    [InlineData("http:evil.mp4")]
    [InlineData("concat:a|b.mp4")]
    [InlineData("line\nbreak \U0001F3AC.mp4")]
    public async Task A_path_is_never_interpreted_as_a_protocol_or_option(string name)
    {
        using var folder = new TempFolder();
        File.Copy(TestMedia.Path("video", "carphone-qcif-176x144.mp4"), folder[name]);

        var info = await _prober.ProbeAsync(folder[name], CancellationToken.None);

        info.RequireVideo().Width.ShouldBe(176);
    }

    [Fact]
    public async Task An_interrupted_ffmpeg_finishes_its_file_so_that_it_can_be_probed()
    {
        using var folder = new TempFolder();
        var launcher = new ProcessLauncher();
        var spec = new ProcessSpec("ffmpeg",
        [
            "-v", "error", "-progress", "pipe:1", "-re", "-f", "lavfi", "-i", "testsrc=size=64x48:rate=100",
            "-c:v", "mpeg4", "-g", "1", folder["clip.mp4"],
        ]);
        var process = launcher.Start(spec, CancellationToken.None);
        await process.ReadAsync(new byte[1000], CancellationToken.None);

        await process.DisposeAsync();

        (await process.Exit).Signal.ShouldBeNull();
        (await _prober.ProbeAsync(folder["clip.mp4"], CancellationToken.None)).RequireVideo().DisplayWidth.ShouldBe(64);
    }

    [Fact]
    public async Task Random_bytes_are_not_media()
    {
        using var folder = new TempFolder();
        var bytes = new byte[100_000];
        new Random(7).NextBytes(bytes);
        await File.WriteAllBytesAsync(folder["clip.mp4"], bytes);

        (await ErrorAsync(folder["clip.mp4"]))!.Code.ShouldBe("not_media");
    }

    [Theory]
    [InlineData("/nowhere/clip.mp4", "there is no such file")]
    [InlineData("/tmp", "it is a folder")]
    public async Task A_missing_file_or_a_folder_is_not_found(string path, string what)
    {
        var error = await ErrorAsync(path);

        error!.Code.ShouldBe("not_found");
        error.Message.ShouldContain(what);
    }

    [Fact]
    public async Task A_pipe_in_the_file_system_is_refused_without_waiting_for_a_writer()
    {
        using var folder = new TempFolder();
        await new ProcessLauncher().RunAsync(new("mkfifo", [folder["clip.mp4"]]), 100, CancellationToken.None);

        (await ErrorAsync(folder["clip.mp4"]))!.Code.ShouldBe("not_media");
    }

    [Fact]
    public async Task A_hanging_ffprobe_is_a_transient_timeout()
    {
        using var folder = new TempFolder();
        var script = folder["ffprobe"];
        await File.WriteAllTextAsync(script, "#!/bin/sh\nexec sleep 1000\n");
        await new ProcessLauncher().RunAsync(new("chmod", ["+x", script]), 100, CancellationToken.None);
        var time = new ManualTimeProvider();
        var probe = new Prober(new ProcessLauncher(time), script).ProbeAsync(script, CancellationToken.None);

        time.Advance(TimeSpan.FromSeconds(30));

        var error = await Should.ThrowAsync<ItemException>(probe);
        (error.Code, error.IsTransient).ShouldBe(("probe_timeout", true));
    }

    [Fact]
    public async Task A_missing_ffprobe_is_not_an_error_of_the_file()
    {
        var prober = new Prober(new ProcessLauncher(), "/nowhere/ffprobe");

        var failure = await Should.ThrowAsync<ProcessFailedException>(prober.ProbeAsync("/etc/passwd", CancellationToken.None));

        failure.Reason.ShouldBe(ProcessFailureReason.NotStarted);
    }

    private async Task<ItemException?> ErrorAsync(string path)
    {
        try
        {
            await _prober.ProbeAsync(path, CancellationToken.None);
            return null;
        }
        catch (ItemException e)
        {
            return e;
        }
    }
}
