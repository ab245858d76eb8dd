using System.Globalization;
using Reelmill.Cli.Tests.Running;
using Reelmill.Testing.Programs;

namespace Reelmill.Cli.Tests.Streaming;

/// <summary>What <c>hls</c> makes, read by ffmpeg: each stream decodes without errors and has the requested renditions.</summary>
public sealed class StreamTests : StreamTest
{
    [Theory]
    [InlineData("fmp4", false)]
    [InlineData("fmp4", true)]
    [InlineData("ts", false)]
    [InlineData("ts", true)]
    public async Task Every_rendition_decodes_without_errors(string format, bool encrypted)
    {
        var clip = await ClipAsync(14);
        string[] encrypt = encrypted ? ["--encrypt", "--rotate-keys", "1"] : [];

        var json = await HlsAsync(0, [clip, "--preset", "ultrafast", "--ladder", "360:800,180:200", "--format", format, .. encrypt]);

        var output = json.GetProperty("outputs")[0];
        output.GetProperty("renditions").GetArrayLength().ShouldBe(2);
        foreach (var name in new[] { "video-360p", "video-180p" })
        {
            (await DecodedAsync(Path.Combine(FolderOf(output), $"{name}.m3u8"))).ShouldBe(350, name);
        }

        Library.Files("keys").Length.ShouldBe(encrypted ? 3 : 0);
        Library.Files("hls").ShouldAllBe(static f => !f.EndsWith(".key", StringComparison.Ordinal));
        Library.ShouldHaveNoLeftovers();
    }

    [Fact]
    public async Task A_flash_and_its_beep_stay_together()
    {
        var clip = Temp["sync.mp4"];
        await Tool.RunAsync(
            "ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", "color=black:size=320x180:rate=25",
            "-f", "lavfi", "-i", "aevalsrc='if(between(t,5,5.2),sin(2*PI*1000*t),0)':sample_rate=44100",
            "-t", "9", "-vf", "drawbox=color=white:t=fill:enable='between(t,4.99,5.19)'", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", clip);

        foreach (var format in new[] { "fmp4", "ts" })
        {
            var json = await HlsAsync(0, clip, "--preset", "ultrafast", "--ladder", "180", "--format", format);
            var folder = FolderOf(json.GetProperty("outputs")[0]);

            var flash = await FirstAsync(Path.Combine(folder, "video-180p.m3u8"), "-vf", "signalstats,metadata=select:key=lavfi.signalstats.YAVG:function=greater:value=120,showinfo", "pts_time:");
            var beep = await FirstAsync(Path.Combine(folder, "audio-1.m3u8"), "-af", "silencedetect=noise=-30dB:duration=0.5", "silence_end: ");
            (beep - flash).ShouldBe(0, 0.015, format);
        }
    }

    [Fact]
    public async Task Finished_streams_are_skipped_and_another_preset_rebuilds_them_with_a_reason()
    {
        var clip = await ClipAsync(4);
        await HlsAsync(0, clip, "--preset", "ultrafast", "--ladder", "180");

        var again = await HlsAsync(0, clip, "--preset", "ultrafast", "--ladder", "180");
        var other = await CommandLine.ExpectAsync(0, "hls", clip, "--library", Library.Path, "--preset", "superfast", "--ladder", "180");

        again.GetProperty("skips")[0].GetProperty("why").GetString().ShouldBe("done already: same source, options and tools");
        again.GetProperty("outputs").GetArrayLength().ShouldBe(1);
        other.Errors.ShouldContain("done again: preset ultrafast -> superfast");
    }

    [Fact]
    public async Task A_stream_is_published_once_and_rebuilt_with_a_reason()
    {
        var clip = await ClipAsync(4);
        var target = Temp["public"];
        string[] command = [clip, "--preset", "ultrafast", "--ladder", "180", "--publish", target];

        var first = (await HlsAsync(0, command)).GetProperty("outputs")[0];
        var again = (await HlsAsync(0, command)).GetProperty("outputs")[0];
        var rebuilt = (await HlsAsync(0, [.. command, "--allow-upscale"])).GetProperty("outputs")[0];

        first.GetProperty("published").GetProperty("why").GetString().ShouldBe("published");
        again.GetProperty("published").GetProperty("why").GetString()!.ShouldStartWith("skipped: the same fingerprint");
        rebuilt.GetProperty("published").GetProperty("why").GetString().ShouldBe("rebuilt: allow-upscale no -> yes");
        (await DecodedAsync(first.GetProperty("published").GetProperty("url").GetString()!)).ShouldBe(100);
    }

    [Fact]
    public async Task A_compatible_source_is_passed_through_and_the_other_renditions_take_its_keyframes()
    {
        var clip = await ClipAsync(12, more: ["-force_key_frames", "0,3,5.6,9", "-x264-params", "scenecut=0"]);

        var output = (await HlsAsync(0, clip, "--preset", "ultrafast", "--ladder", "360:6000,180:200")).GetProperty("outputs")[0];

        var renditions = output.GetProperty("renditions");
        (renditions[0].GetProperty("copied").GetBoolean(), renditions[1].GetProperty("copied").GetBoolean()).ShouldBe((true, false));
        foreach (var name in new[] { "video-360p", "video-180p" })
        {
            (await KeyTimesAsync(Path.Combine(FolderOf(output), $"{name}.m3u8"))).ShouldBe([0, 3, 5.6, 9], name);
        }

        var arguments = "-nostdin -v error -map 0:v -f framemd5 -";
        var before = await Tool.RunAsync("ffmpeg", ["-i", clip, .. arguments.Split(' ')]);
        var after = await Tool.RunAsync("ffmpeg", ["-i", Path.Combine(FolderOf(output), "video-360p.m3u8"), .. arguments.Split(' ')]);
        Hashes(after).ShouldBe(Hashes(before));
    }

    [Fact]
    public async Task Parts_of_a_long_video_join_without_a_seam()
    {
        var clip = await ClipAsync(70, "320x180", "10");
        var output = (await HlsAsync(0, clip, "--preset", "ultrafast", "--ladder", "180", "--copy-top", "never", "--parallel-chunks")).GetProperty("outputs")[0];
        var playlist = Path.Combine(FolderOf(output), "video-180p.m3u8");

        (await DecodedAsync(playlist)).ShouldBe(700);
        (await KeyTimesAsync(playlist)).ShouldBe(Enumerable.Range(0, 35).Select(static k => 2.0 * k));
        var log = Temp["psnr.txt"];
        await Tool.RunAsync("ffmpeg", "-nostdin", "-v", "error", "-i", playlist, "-i", clip, "-lavfi", $"[0:v][1:v]psnr=stats_file={log}", "-f", "null", "-");
        var psnr = (await File.ReadAllLinesAsync(log)).Select(static l => double.Parse(l.Split("psnr_y:")[1].Split(' ')[0], CultureInfo.InvariantCulture)).ToArray();
        foreach (var join in new[] { 300, 600 })
        {
            var around = psnr[(join - 50)..(join - 10)].Concat(psnr[(join + 10)..(join + 50)]).Average();
            psnr[(join - 5)..(join + 5)].Average().ShouldBeGreaterThan(around - 0.5, $"at {join}");
        }
    }

    /// <summary>The times of key frames in seconds, to a hundredth.</summary>
    private static async Task<double[]> KeyTimesAsync(string playlist)
    {
        var keys = await Tool.RunAsync("ffprobe", "-v", "error", "-select_streams", "v", "-skip_frame", "nokey", "-show_entries", "frame=pts_time", "-of", "csv=p=0", playlist);
        return [.. keys.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static k => Math.Round(double.Parse(k.TrimEnd(','), CultureInfo.InvariantCulture), 2))];
    }

    private static async Task<double> FirstAsync(string playlist, string option, string filter, string before)
    {
        var result = await Tool.ErrorsAsync("ffmpeg", "-nostdin", "-hide_banner", "-nostats", "-copyts", "-i", playlist, option, filter, "-f", "null", "-");
        var start = await Tool.RunAsync("ffprobe", "-v", "error", "-show_entries", "format=start_time", "-of", "csv=p=0", playlist.Replace("audio-1", "video-180p", StringComparison.Ordinal));
        var line = result.Split('\n').First(l => l.Contains(before, StringComparison.Ordinal));
        return double.Parse(line.Split(before)[1].TrimStart().Split(' ', '|')[0], CultureInfo.InvariantCulture) - double.Parse(start.Split('\n')[0], CultureInfo.InvariantCulture);
    }

    private static string[] Hashes(string frames) => [.. frames.Split('\n').Where(static l => l.Length > 0 && l[0] != '#').Select(static l => l.Split(',')[^1].Trim())];
}
