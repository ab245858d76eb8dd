using System.Text;
using Reelmill.Library.Catalog;
using Reelmill.Media.Fetching;
using Reelmill.Media.Frames;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;
using Reelmill.Processes;
using Reelmill.Testing;
using Reelmill.Vision.Quality;

namespace Reelmill.Pipelines.Tests.Mine;

/// <summary>Videos whose packets have decode timestamps only, or mark every frame as a keyframe.</summary>
public sealed class OrderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("mp4", "setts=ts=DTS-STARTDTS")]
    [InlineData("mov", "setts=ts=DTS-STARTDTS")]
    [InlineData("mkv", "setts=ts=DTS-STARTDTS")]
    [InlineData("ts", "setts=ts=DTS-STARTDTS")]
    [InlineData("mxf", "h264_mp4toannexb")]
    public async Task Each_frame_has_the_time_and_the_bytes_that_it_has_in_a_correct_file(string container, string filter)
    {
        var (correct, broken) = (_folder["correct.mp4"], _folder["broken." + container]);
        await FfmpegAsync("-f", "lavfi", "-i", "testsrc2=size=160x90:rate=25:duration=3", "-c:v", "libx264", "-bf", "3", "-b_strategy", "0", "-threads", "1", "-pix_fmt", "yuv420p", correct);
        await FfmpegAsync("-i", correct, "-c", "copy", "-bsf:v", filter, broken);
        var options = new MineOptions { Sampling = new SamplingOptions { Every = TimeSpan.FromMilliseconds(40) } };

        var expected = await MineAsync(correct, options);
        var found = await MineAsync(broken, options);

        expected.Count.ShouldBe(75);
        found.Select(Identify).ShouldBe(expected.Select(Identify));
        Directory.GetFileSystemEntries(Path.Combine(LibraryOf(broken), "tmp")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_restored_frame_is_the_frame_of_its_time()
    {
        var (correct, broken) = (_folder["correct.mp4"], _folder["broken.mp4"]);
        await FfmpegAsync("-f", "lavfi", "-i", "testsrc2=size=160x90:rate=25:duration=3", "-c:v", "libx264", "-bf", "3", "-b_strategy", "0", "-threads", "1", "-pix_fmt", "yuv420p", correct);
        await FfmpegAsync("-i", correct, "-c", "copy", "-bsf:v", "setts=ts=DTS-STARTDTS", broken);
        var options = new MineOptions { Sampling = new SamplingOptions { Every = TimeSpan.FromMilliseconds(120) } };
        var before = await MineAsync(broken, options);

        foreach (var sharpness in new[] { 1_000_000d, new QualityLimits().MinSharpness })
        {
            await using var services = new RunServices(LibraryOf(broken));
            await new DecideRun(services, options with { Quality = QualityOverrides.From(new QualityLimits { MinSharpness = sharpness }), KeepDropped = false }).ExecuteAsync(default);
        }

        (await MineFixture.FramesOf(LibraryOf(broken))).Select(Identify).ShouldBe(before.Select(Identify));
    }

    [Theory]
    [InlineData("h261", "avi")]
    [InlineData("gif", "mkv")]
    [InlineData("vc2", "mkv")]
    public async Task Where_every_frame_is_marked_as_a_keyframe_only_the_first_is_sampled_and_the_item_has_a_remark(string codec, string container)
    {
        var clip = _folder["clip." + container];
        await FfmpegAsync("-f", "lavfi", "-i", "testsrc2=size=176x144:rate=25:duration=2", "-c:v", codec, clip);

        var frames = await MineAsync(clip, new MineOptions { Sampling = new SamplingOptions { Mode = SamplingMode.Keyframes } });

        frames.Select(static f => f.TimeMs).ShouldBe([0]);
        (await MineFixture.ItemsOf(LibraryOf(clip), ItemState.Done)).Single().Media!.ShouldContain("do not mark keyframes");
    }

    [Theory]
    [InlineData("flv1", "mkv")]
    [InlineData("svq1", "mov")]
    [InlineData("cinepak", "mov")]
    [InlineData("msmpeg4", "avi")]
    [InlineData("gif", "gif")]
    [InlineData("libtheora", "ogg")]
    [InlineData("mpeg4", "avi")]
    [InlineData("mpeg2video", "mpg")]
    public async Task Keyframes_of_a_codec_with_other_frame_types_are_the_marked_frames(string codec, string container)
    {
        var clip = _folder["clip." + container];
        await FfmpegAsync("-f", "lavfi", "-i", "testsrc2=size=176x144:rate=25:duration=2", "-c:v", codec, "-g", "10", clip);
        var marks = await new ProcessLauncher().RunAsync(
            new ProcessSpec("ffprobe", ["-v", "error", "-select_streams", "v", "-show_entries", "packet=flags", "-of", "csv=p=0", clip]), 1 << 20, CancellationToken.None);

        var frames = await MineAsync(clip, new MineOptions { Sampling = new SamplingOptions { Mode = SamplingMode.Keyframes } });

        var expected = Encoding.ASCII.GetString(marks.Bytes.Span).Split('\n').Count(static f => f.StartsWith('K'));
        expected.ShouldBeInRange(1, 25);
        frames.Count.ShouldBe(expected);
    }

    private string LibraryOf(string clip) => _folder["library-" + Path.GetFileName(clip)];

    private async Task<IReadOnlyList<FrameRecord>> MineAsync(string clip, MineOptions options)
    {
        await using var services = new RunServices(LibraryOf(clip));
        await new MineRun(services, options, new RunObserver()).ExecuteAsync(InputList.Expand([clip]), default, default);
        return await MineFixture.FramesOf(LibraryOf(clip));
    }

    private static (long TimeMs, ulong Hash, string? Sha256) Identify(FrameRecord frame) => (frame.TimeMs, frame.Hash, frame.Sha256);

    private static async Task FfmpegAsync(params string[] arguments) =>
        await new ProcessLauncher().RunAsync(new ProcessSpec("ffmpeg", ["-nostdin", "-v", "error", "-y", .. arguments]), 1 << 20, CancellationToken.None);
}
