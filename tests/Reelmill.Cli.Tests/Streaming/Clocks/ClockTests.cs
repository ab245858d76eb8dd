using System.Text.Json;
using Reelmill.Testing.Programs;

namespace Reelmill.Cli.Tests.Streaming.Clocks;

/// <summary>Audio, video and subtitles of a finished stream are as far apart as in the source, by their content and by every reader.</summary>
public sealed class ClockTests(ITestOutputHelper output) : StreamTest
{
    private const double Heard = 0.02;
    private const double Rounding = 0.0015;

    [Fact]
    public async Task A_flash_and_a_beep_are_as_far_apart_in_every_rendition_as_in_the_source()
    {
        var rows = Campaign.IsWhole ? [.. SyncSources.All] : Campaign.Share(Campaign.Seeded(output.WriteLine), SyncSources.Some);
        var faults = new List<string>();
        foreach (var (source, options) in rows)
        {
            faults.AddRange((await FaultsAsync(source, options)).Select(f => $"{source} {options}: {f}"));
        }

        output.WriteLine($"{rows.Length} combinations of source and options were tried.");
        faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Inputs_that_once_lost_sync_stay_in_sync()
    {
        foreach (var format in new[] { "fmp4", "ts" })
        {
            foreach (var file in new[] { TestCases.Path("01-ts-format-sound-early", "sy_bf.mp4"), TestCases.Path("02-ts-format-copied-source-refused", "sy.mp4"), TestCases.Path("06-picture-begins-after-sound", "sy_off10.mkv") })
            {
                (await FaultsAsync(file, null, $"--ladder 180,144 --format {format}", 6)).ShouldBeEmpty(file);
            }
        }
    }

    [Theory]
    [InlineData("05-sound-outlasts-picture", "audio_longer.mp4", 15)]
    [InlineData("05-sound-outlasts-picture", "still_audio.mp4", 15)]
    [InlineData("06-picture-begins-after-sound", "vlate_edit.mp4", 8)]
    [InlineData("07-no-duration-sound-not-padded", "mr.webm", 6)]
    [InlineData("08-vfr-pause-frame-rate-rule", "gap18.mp4", 30)]
    [InlineData("08-vfr-pause-frame-rate-rule", "slides.mp4", 24)]
    public async Task Audio_and_video_of_an_input_that_failed_once_end_together(string folder, string file, double seconds)
    {
        var path = TestCases.Path(folder, file);
        foreach (var format in new[] { "fmp4", "ts" })
        {
            var made = await HlsAsync(0, path, "--preset", "ultrafast", "--ladder", "180,144", "--format", format);
            (await EndFaultsAsync(new FinishedStream(FolderOf(made.GetProperty("outputs")[0])), seconds)).ShouldBeEmpty(format);
        }
    }

    [Fact]
    public async Task A_single_frame_with_long_sound_lasts_as_long_as_the_sound_with_a_note()
    {
        var source = new SyncSource("still.mp4", "25", "-c:v libx264", "-c:a aac") { VideoSeconds = 0.04, SoundSeconds = 8 };
        var path = await source.MakeAsync(Temp);

        var made = (await HlsAsync(0, path, "--preset", "ultrafast", "--ladder", "180:600")).GetProperty("outputs")[0];

        made.GetProperty("remarks")[0].GetString()!.ShouldStartWith("the last frame is repeated for 7.9");
        (await EndFaultsAsync(new FinishedStream(FolderOf(made)), 8)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_long_video_in_parts_stays_in_sync_and_its_last_frame_lasts_until_the_sound_ends()
    {
        var source = new SyncSource("long.mp4", "10", "-c:v libx264 -preset ultrafast -bf 2 -g 50", "-c:a aac") { At = 41, VideoSeconds = 65, SoundSeconds = 68 };

        (await FaultsAsync(source, "--ladder 180:600 --copy-top never --format ts")).ShouldBeEmpty();
        var playlist = Directory.GetFiles(Library.Path, "video-180p.m3u8", SearchOption.AllDirectories).Single();
        var frames = await Tool.RunAsync("ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "packet=flags", "-of", "csv=p=0", playlist);

        // One every 2 s, and the first of the held frames.
        frames.Split('\n').Count(static f => f.StartsWith('K')).ShouldBeLessThanOrEqualTo(36);
    }

    [Theory]
    [InlineData("mp4", "setts=ts=DTS-STARTDTS")]
    [InlineData("mkv", "setts=ts=DTS-STARTDTS")]
    [InlineData("ts", "setts=ts=DTS-STARTDTS")]
    [InlineData("mxf", "h264_mp4toannexb")]
    public async Task A_source_with_decoding_times_as_presentation_times_keeps_its_frames_subtitles_and_sync(string container, string filter)
    {
        var source = new SyncSource(container == "mkv" ? "right.mkv" : "right.mov", "25", "-c:v libx264 -preset veryfast -bf 3 -b_strategy 0 -g 50", "-c:a pcm_s16le") { HasText = container == "mkv" };
        var (right, path) = (await source.MakeAsync(Temp), Temp["source." + container]);
        await Tool.RunAsync("ffmpeg", ["-nostdin", "-v", "error", "-i", right, "-map", "0", "-c", "copy", "-bsf:v", filter, "-metadata:s:a:0", "language=fra", .. container is "mp4" or "ts" ? new[] { "-c:a", "aac" } : [], path]);

        foreach (var options in new[] { "--ladder 180:6000,144:300", "--ladder 180:600 --copy-top never --format ts" })
        {
            (await FaultsAsync(path, source.HasText ? "flash" : null, options, 5, apart: 0)).ShouldBeEmpty(options);
            (await File.ReadAllTextAsync(Directory.GetFiles(Library.Path, "master.m3u8", SearchOption.AllDirectories).Single())).Contains("LANGUAGE=\"fr\"", StringComparison.Ordinal).ShouldBe(container is not "mxf", options);
            foreach (var video in new FinishedStream(Directory.GetDirectories(Path.Combine(Library.Path, "hls")).Single()).Videos)
            {
                (await FinishedStream.PacketsAsync(video, "v:0")).Length.ShouldBe(125, options);
            }
        }
    }

    private async Task<IReadOnlyList<string>> FaultsAsync(SyncSource source, string options)
    {
        var length = Math.Max(source.VideoSeconds + Offset(source.VideoInput), source.SoundSeconds + Offset(source.SoundInput));
        return await FaultsAsync(await source.MakeAsync(Temp), source.HasText ? "flash" : null, options, length);
    }

    private async Task<IReadOnlyList<string>> FaultsAsync(string path, string? text, string options, double seconds, double? apart = null)
    {
        var preset = options.Contains("--preset", StringComparison.Ordinal) ? Array.Empty<string>() : ["--preset", "veryfast"];
        JsonElement made;
        try
        {
            made = (await HlsAsync(0, [path, .. options.Split(' '), .. preset])).GetProperty("outputs")[0];
        }
        catch (Exception e) when (e is ShouldAssertException or InvalidOperationException)
        {
            return [$"no stream: {e.Message}"];
        }

        var stream = new FinishedStream(FolderOf(made));
        apart ??= await FinishedStream.BeepAsync(path) - await FinishedStream.FlashAsync(path);
        return
        [
            .. made.GetProperty("check").GetProperty("warnings").EnumerateArray().Select(static w => w.GetString()!).Where(static w => w is "players-in-step" or "rfc8216-extinf"),
            .. await ContentFaultsAsync(stream, apart.Value, text),
            .. await ReaderFaultsAsync(stream),
            .. await EndFaultsAsync(stream, seconds),
        ];
    }

    private static async Task<IReadOnlyList<string>> ContentFaultsAsync(FinishedStream stream, double apart, string? text)
    {
        var faults = new List<string>();
        var flashes = new List<double>();
        foreach (var video in stream.Videos)
        {
            flashes.Add(await FinishedStream.FlashAsync(video));
        }

        if (flashes.Max() - flashes.Min() > Rounding)
        {
            faults.Add($"flashes at {string.Join(", ", flashes)}");
        }

        foreach (var sound in stream.Sounds)
        {
            var found = await FinishedStream.BeepAsync(sound) - flashes[0];
            if (Math.Abs(found - apart) > Heard)
            {
                faults.Add(FormattableString.Invariant($"beep minus flash is {found:0.000} s, in the source {apart:0.000} s"));
            }
        }

        if (text is not null && Math.Abs(stream.Text(text) - flashes[0]) > Heard)
        {
            faults.Add(FormattableString.Invariant($"text at {stream.Text(text):0.000} s, flash at {flashes[0]:0.000} s"));
        }

        return faults;
    }

    /// <summary>What the bytes say is what ffmpeg reads, and keyframes are where their playlists say.</summary>
    private static async Task<IReadOnlyList<string>> ReaderFaultsAsync(FinishedStream stream)
    {
        var faults = new List<string>();
        if (stream.IsEncrypted)
        {
            return faults;
        }

        var first = stream.Bytes(stream.Videos[0]);
        foreach (var video in stream.Videos)
        {
            var (bytes, packets) = (stream.Bytes(video), await FinishedStream.PacketsAsync(video, "v:0"));
            if (!Same(bytes, packets) || !Same(bytes, first))
            {
                faults.Add(FormattableString.Invariant($"{Path.GetFileName(video)}: {bytes.Length} frames from {bytes[0]:0.000} s by the bytes, {packets.Length} from {packets[0]:0.000} s by ffmpeg, {first.Length} from {first[0]:0.000} s in the first rendition"));
            }

            var keys = stream.KeyFrames(video);
            if (keys.Length == 0 || Math.Abs(keys[0] - bytes[0]) > Rounding || keys.Any(k => !Array.Exists(bytes, b => Math.Abs(b - k) <= Rounding)))
            {
                faults.Add($"{Path.GetFileName(video)}: its I-frame playlist has other times");
            }
        }

        return faults;
    }

    private static async Task<IReadOnlyList<string>> EndFaultsAsync(FinishedStream stream, double seconds)
    {
        var faults = new List<string>();
        var videos = await Task.WhenAll(stream.Videos.Select(static v => FinishedStream.PacketsAsync(v, "v:0")));
        var sounds = await Task.WhenAll(stream.Sounds.Select(static v => FinishedStream.PacketsAsync(v, "a:0")));
        var start = videos[0][0];
        foreach (var times in videos.Concat(sounds))
        {
            if (Math.Abs(times[0] - start) > 0.03 || Math.Abs(times[^1] - start - seconds) > Math.Max(0.15, 1.1 * (times[^1] - times[^2])) + 0.15)
            {
                faults.Add(FormattableString.Invariant($"from {times[0] - start:0.000} to {times[^1] - start:0.000} s, expected {seconds:0.000} s"));
            }
        }

        return faults;
    }

    private static bool Same(double[] one, double[] other) =>
        one.Length == other.Length && one.Zip(other).All(static p => Math.Abs(p.First - p.Second) <= Rounding);

    private static double Offset(string input) => input.Length == 0 ? 0 : double.Parse(input.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
}
