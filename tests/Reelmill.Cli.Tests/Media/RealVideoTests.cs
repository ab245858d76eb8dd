using Reelmill.Cli.Tests.Mining;
using Reelmill.Cli.Tests.Running;
using Reelmill.Testing.Commands;
using Reelmill.Testing.Libraries;

namespace Reelmill.Cli.Tests.Media;

/// <summary>Real files of every kind, whole and broken.</summary>
public sealed class RealVideoTests : MineTest
{
    /// <summary>What the content of a file may be refused with.</summary>
    private static readonly HashSet<string> Codes = new(StringComparer.Ordinal)
    {
        "not_media", "decode_failed", "no_frames", "no_video", "encrypted", "unsupported_codec", "limit_exceeded",
    };

    [Fact]
    public async Task Every_file_is_done_or_has_no_video_and_a_sequential_run_gives_the_same_bytes()
    {
        var files = Directory.GetFiles(TestMedia.Path("video"));

        var run = (await MineAsync(1, files)).Json();

        run.GetProperty("failures").EnumerateArray().Select(static f => $"{Path.GetFileName(f.Text("input"))} {f.Text("code")}")
            .ShouldBe(["audio-only-10s-aac.mp4 no_video", "audio-only-speech-vorbis.ogg no_video"]);
        run.Number("items", "done").ShouldBe(files.Length - 2);
        Library.ShouldBeWhole();
        await Library.DecodeAllAsync();
        var sequential = new LibraryFolder(Temp["sequential"]);
        await CommandLine.ExpectAsync(1, ["mine", .. files, "--library", sequential.Path, "--quiet", "--sequential"]);
        sequential.Contents().ShouldBe(Library.Contents());
        sequential.ShouldBeWhole();
    }

    [Fact]
    public async Task Every_broken_file_is_done_or_fails_with_its_own_code_and_affects_no_other_input()
    {
        var files = Directory.GetFiles(TestMedia.Path("corrupt"));
        string[] neighbours = [TestMedia.Path("video", "carphone-qcif-176x144.mp4"), TestMedia.Path("video", "roadtrip-vp9-10bit.webm")];

        var run = (await MineAsync(1, [.. files, .. neighbours]).WaitAsync(TestTimeout.Limit, TimeProvider.System)).Json();

        var failed = run.GetProperty("failures").EnumerateArray().ToDictionary(static f => f.Text("input"), static f => f.Text("code"), StringComparer.Ordinal);
        failed.Values.ShouldAllBe(static code => Codes.Contains(code));
        run.Number("items", "done").ShouldBe(files.Length + neighbours.Length - failed.Count);
        neighbours.ShouldAllBe(n => !failed.ContainsKey(n) && Library.Frames().Any(f => f.Source == n && f.Kept));
        Library.ShouldBeWhole();
    }

    [Fact]
    public async Task Files_with_false_durations_or_sizes_end_by_their_real_content()
    {
        await MineAsync(0, TestMedia.Path("corrupt", "mp4-claims-39-hours.mp4")).WaitAsync(TestTimeout.Limit, TimeProvider.System);

        Library.Frames().Count.ShouldBeInRange(1, 3);
    }
}
