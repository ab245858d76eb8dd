using System.Globalization;
using Reelmill.Cli.Tests.Mining;
using Reelmill.Testing.Programs;

namespace Reelmill.Cli.Tests.Media;

/// <summary>The sampled times against ffprobe's own list of frames: the first frame at or after each multiple.</summary>
public sealed class SamplingTimeTests : MineTest
{
    [Theory]
    [InlineData("counter-animation-1080p-hevc-10s.mp4")]
    [InlineData("phone-white-dog-1080p-vfr.mp4")]
    [InlineData("screen-recording-vfr-3026x1386.mp4")]
    [InlineData("big-buck-bunny-1080p-mpeg2.ts")]
    public async Task Each_sample_is_the_first_frame_at_or_after_its_multiple_to_the_millisecond(string name)
    {
        var file = TestMedia.Path("video", name);
        var times = await FrameTimesAsync(file);
        foreach (var every in new[] { 1000, 500, 100 })
        {
            await MineAsync(0, file, "--every", $"{every}ms", "--set", "jpeg-quality=50");

            Library.Frames().Select(static f => f.TimeMs).ShouldBe(Expected(times, every), $"{name} every {every} ms");
        }
    }

    /// <summary>The frames' times from the file's zero, which is the earliest of its streams, in whole microseconds.</summary>
    private static async Task<long[]> FrameTimesAsync(string file)
    {
        var start = await ProbeAsync(file, "-show_entries", "format=start_time");
        var frames = await ProbeAsync(file, "-select_streams", "v:0", "-show_entries", "frame=best_effort_timestamp_time");
        return [.. frames.Select(t => t - start[0]).Order()];
    }

    private static async Task<long[]> ProbeAsync(string file, params string[] what)
    {
        var said = await Tool.RunAsync("ffprobe", ["-v", "error", .. what, "-of", "csv=p=0", file]);
        return [.. said.Split('\n', ',').Where(static t => t.Trim().Length > 0).Select(static t => (long)(decimal.Parse(t, CultureInfo.InvariantCulture) * 1_000_000))];
    }

    private static IEnumerable<long> Expected(long[] times, int every)
    {
        var next = 0L;
        foreach (var time in times.Where(static t => t >= 0))
        {
            // ffprobe prints microseconds, cut off: a third of a second is 0.333333, which is not before a third.
            if (time + 1 >= next * every * 1000L)
            {
                next = ((time + 1) / (every * 1000L)) + 1;
                yield return (time + 500) / 1000;
            }
        }
    }
}
