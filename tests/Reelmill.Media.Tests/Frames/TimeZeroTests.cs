using System.Globalization;
using Reelmill.Media.Frames;
using Reelmill.Media.Tests.Chunking;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Frames;

/// <summary>Frame times are relative to the start of the file, which is the start of its earliest stream, as in players.</summary>
public sealed class TimeZeroTests : IDisposable
{
    private static readonly string[] Mpeg4 = ["-c:v", "mpeg4", "-bf", "2", "-c:a", "mp2"];
    private static readonly string[] Avc = ["-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-c:a", "aac"];
    private static readonly string[] Vpx = ["-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libvorbis"];

    private readonly TempFolder _folder = new();

    [DrawnTheory]
    [InlineData("ts", 0.6, 0)]
    [InlineData("ts", 0, 0.6)]
    [InlineData("mpg", 0.6, 0)]
    [InlineData("mpg", 0, 0.6)]
    [InlineData("mkv", 0.6, 0)]
    [InlineData("mkv", 0, 0.6)]
    [InlineData("mp4", 0.6, 0)]
    [InlineData("mp4", 0, 0.6)]
    [InlineData("mov", 0.6, 0)]
    [InlineData("flv", 0.6, 0)]
    [InlineData("webm", 0.6, 0)]
    [InlineData("avi", 0, 0)]
    [InlineData("nut", 0.6, 0)]
    [InlineData("wtv", 0.6, 0)]
    public async Task Samples_have_the_times_that_ffprobe_reports(string container, double videoDelay, double audioDelay)
    {
        var file = _folder[$"clip.{container}"];
        await ReferenceTool.MakeAsync(
        [
            "-f", "lavfi", "-i", "testsrc2=size=160x90:rate=25:duration=2.4", "-f", "lavfi", "-i", "sine=duration=3:sample_rate=44100",
            "-filter_complex", FormattableString.Invariant($"[0:v]setpts=PTS+{videoDelay}/TB[v];[1:a]asetpts=PTS+{audioDelay}/TB[a]"), "-map", "[v]", "-map", "[a]",
            .. container switch { "webm" => Vpx, "mpg" or "avi" or "wtv" => Mpeg4, _ => Avc }, "-pix_fmt", "yuv420p", .. container == "mpg" ? new[] { "-c:v", "mpeg2video" } : [], file,
        ]);

        await EqualsFfprobeAsync(file, hasKeyframes: container != "avi");
    }

    [Fact]
    public async Task Times_of_a_file_with_a_negative_start_are_relative_to_this_start()
    {
        var file = _folder["negative.mkv"];
        await ReferenceTool.MakeAsync(["-f", "lavfi", "-i", "testsrc2=size=160x90:rate=25:duration=2.4", .. Avc, "-output_ts_offset", "-0.5", "-avoid_negative_ts", "disabled", file]);

        await EqualsFfprobeAsync(file, hasKeyframes: false);
    }

    [Theory]
    [InlineData("sy_vlate.ts")]
    [InlineData("sy_vlate.mkv")]
    public async Task A_recording_has_the_same_times_in_every_container(string name)
    {
        var file = TestCases.Path("23-ts-times-of-mine", name);

        (await TimesAsync(file, new SamplingOptions())).ShouldBe([621, 1021, 2021, 3021, 4021, 5021]);
        await EqualsFfprobeAsync(file);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task EqualsFfprobeAsync(string file, bool hasKeyframes = true)
    {
        var frameTimes = await ReadFrameTimesAsync(file);
        var expected = Enumerable.Range(0, 10).Select(k => frameTimes.FirstOrDefault(t => t >= k * 1000, -1)).Where(static t => t >= 0).Distinct().ToArray();

        (await TimesAsync(file, new SamplingOptions())).ShouldBe(expected.Select(static t => (long)Math.Round(t)));
        (await TimesAsync(file, new SamplingOptions { Mode = SamplingMode.Scenes }))[0].ShouldBe((long)Math.Round(frameTimes[0]));
        if (hasKeyframes)
        {
            (await TimesAsync(file, new SamplingOptions { Mode = SamplingMode.Keyframes }))[0].ShouldBe((long)Math.Round(frameTimes[0]));
        }

        var last = (long)Math.Round(expected[^1]);
        (await FrameSamples.OneAsync(file, new SamplingOptions(), last))!.Pixels.ShouldBe((await FrameSamples.AllAsync(file, new SamplingOptions()))[^1].Pixels);
    }

    private static async Task<List<long>> TimesAsync(string file, SamplingOptions sampling) => [.. (await FrameSamples.AllAsync(file, sampling)).Select(static s => s.TimeMs)];

    /// <summary>Reads the times of all frames with ffprobe, in milliseconds from the start of the file.</summary>
    private static async Task<double[]> ReadFrameTimesAsync(string file)
    {
        static double Seconds(string text) => double.Parse(text, CultureInfo.InvariantCulture);
        var start = Seconds((await ReferenceTool.TextAsync("ffprobe", "-v", "error", "-show_entries", "format=start_time", "-of", "csv=p=0", file)).Trim().TrimEnd(','));
        var frames = await ReferenceTool.TextAsync("ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "frame=best_effort_timestamp_time", "-of", "default=nw=1:nk=1", file);
        return [.. frames.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(static l => l != "N/A").Select(l => (Seconds(l) - start) * 1000).Where(static t => t >= 0).Order()];
    }
}
