using System.Globalization;
using Reelmill.Media.Frames;
using Reelmill.Media.Tests.Chunking;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Frames;

/// <summary>Times count from the file's start, as players count: that of its earliest stream.</summary>
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
    public async Task Samples_are_at_the_times_that_an_independent_reader_finds(string container, double videoLate, double soundLate)
    {
        var file = _folder[$"clip.{container}"];
        await ReferenceTool.MakeAsync(
        [
            "-f", "lavfi", "-i", "testsrc2=size=160x90:rate=25:duration=2.4", "-f", "lavfi", "-i", "sine=duration=3:sample_rate=44100",
            "-filter_complex", FormattableString.Invariant($"[0:v]setpts=PTS+{videoLate}/TB[v];[1:a]asetpts=PTS+{soundLate}/TB[a]"), "-map", "[v]", "-map", "[a]",
            .. container switch { "webm" => Vpx, "mpg" or "avi" or "wtv" => Mpeg4, _ => Avc }, "-pix_fmt", "yuv420p", .. container == "mpg" ? new[] { "-c:v", "mpeg2video" } : [], file,
        ]);

        await AreThoseOfFfprobeAsync(file, keyFrames: container != "avi");
    }

    [Fact]
    public async Task Samples_of_a_file_that_begins_before_zero_count_from_there()
    {
        var file = _folder["negative.mkv"];
        await ReferenceTool.MakeAsync(["-f", "lavfi", "-i", "testsrc2=size=160x90:rate=25:duration=2.4", .. Avc, "-output_ts_offset", "-0.5", "-avoid_negative_ts", "disabled", file]);

        await AreThoseOfFfprobeAsync(file, keyFrames: false);
    }

    [Theory]
    [InlineData("sy_vlate.ts")]
    [InlineData("sy_vlate.mkv")]
    public async Task A_recording_has_the_same_times_in_every_container(string name)
    {
        var file = TestCases.Path("23-ts-times-of-mine", name);

        (await TimesAsync(file, new SamplingOptions())).ShouldBe([621, 1021, 2021, 3021, 4021, 5021]);
        await AreThoseOfFfprobeAsync(file);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task AreThoseOfFfprobeAsync(string file, bool keyFrames = true)
    {
        var shown = await ShownMsAsync(file);
        var expected = Enumerable.Range(0, 10).Select(k => shown.FirstOrDefault(t => t >= k * 1000, -1)).Where(static t => t >= 0).Distinct().ToArray();

        (await TimesAsync(file, new SamplingOptions())).ShouldBe(expected.Select(static t => (long)Math.Round(t)));
        (await TimesAsync(file, new SamplingOptions { Mode = SamplingMode.Scenes }))[0].ShouldBe((long)Math.Round(shown[0]));
        if (keyFrames)
        {
            (await TimesAsync(file, new SamplingOptions { Mode = SamplingMode.KeyFrames }))[0].ShouldBe((long)Math.Round(shown[0]));
        }

        var last = (long)Math.Round(expected[^1]);
        (await Sampled.OneAsync(file, new SamplingOptions(), last))!.Pixels.ShouldBe((await Sampled.AllAsync(file, new SamplingOptions()))[^1].Pixels);
    }

    private static async Task<List<long>> TimesAsync(string file, SamplingOptions sampling) => [.. (await Sampled.AllAsync(file, sampling)).Select(static s => s.TimeMs)];

    /// <summary>The times of all frames by ffprobe, less the start of the file.</summary>
    private static async Task<double[]> ShownMsAsync(string file)
    {
        static double Seconds(string text) => double.Parse(text, CultureInfo.InvariantCulture);
        var start = Seconds((await ReferenceTool.TextAsync("ffprobe", "-v", "error", "-show_entries", "format=start_time", "-of", "csv=p=0", file)).Trim().TrimEnd(','));
        var frames = await ReferenceTool.TextAsync("ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "frame=best_effort_timestamp_time", "-of", "default=nw=1:nk=1", file);
        return [.. frames.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(static l => l != "N/A").Select(l => (Seconds(l) - start) * 1000).Where(static t => t >= 0).Order()];
    }
}
