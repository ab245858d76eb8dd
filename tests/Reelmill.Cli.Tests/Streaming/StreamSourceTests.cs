using System.Globalization;
using System.Text.Json;
using Reelmill.Testing.Programs;

namespace Reelmill.Cli.Tests.Streaming;

/// <summary>Sources of every kind become streams that their check passes, and that are what a viewer expects.</summary>
public sealed class StreamSourceTests : StreamTest
{
    private static readonly string[] Small = ["--preset", "ultrafast", "--ladder", "360:600,180:200"];

    [Fact]
    public async Task Every_real_video_is_streamed_and_files_without_video_are_refused()
    {
        string[] silent = [TestMedia.Path("video", "audio-only-10s-aac.mp4"), TestMedia.Path("video", "audio-only-speech-vorbis.ogg")];
        var videos = TestMedia.Videos();

        var run = await HlsAsync(1, [.. videos, .. silent, .. Small]);

        run.GetProperty("failures").EnumerateArray().Select(static f => f.GetProperty("code").GetString()).ShouldBe(["no_video", "no_video"], run.GetProperty("failures").GetRawText());
        var outputs = run.GetProperty("outputs").EnumerateArray().ToArray();
        outputs.Select(static o => o.GetProperty("input").GetString()).Order(StringComparer.Ordinal).ShouldBe(videos.Order(StringComparer.Ordinal));
        outputs.ShouldAllBe(static o => o.GetProperty("check").GetProperty("failed").GetInt32() == 0);
        Library.ShouldHaveNoLeftovers();
    }

    [Fact]
    public async Task A_damaged_long_video_is_encoded_in_every_part_and_says_so()
    {
        var path = await ClipAsync(65, "256x144", "10", "-g", "50");
        await DamageKeyframeAsync(path, 2);

        var made = await HlsAsync(0, path, "--preset", "ultrafast", "--ladder", "144:60", "--copy-top", "never", "--set", "workers.encode=1");

        made.GetProperty("notes")[0].GetProperty("text").GetString().ShouldStartWith("done, though its stream is damaged: ");
        var frames = await Tool.RunAsync("ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "packet=pts_time", "-of", "csv=p=0", Path.Combine(FolderOf(made.GetProperty("outputs")[0]), "video-144p.m3u8"));
        frames.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(650);
    }

    /// <summary>Overwrites some bytes in the middle of a keyframe: its decoder conceals the damage and loses no frame.</summary>
    private static async Task DamageKeyframeAsync(string path, int number)
    {
        var packets = await Tool.RunAsync("ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "packet=size,pos,flags", "-of", "csv=p=0", path);
        var keyframe = packets.Split('\n').Where(static p => p.Contains('K', StringComparison.Ordinal)).ElementAt(number).Split(',');
        await using var file = File.OpenWrite(path);
        file.Position = long.Parse(keyframe[1], CultureInfo.InvariantCulture) + (long.Parse(keyframe[0], CultureInfo.InvariantCulture) / 2);
        file.Write(new byte[40]);
    }

    [Fact]
    public async Task More_than_60_frames_per_second_become_60()
    {
        var output = await StreamAsync(await ClipAsync(2, "320x180", "120"));

        var stream = await VideoAsync(output, "video-180p");
        (stream["nb_read_frames"], stream["avg_frame_rate"]).ShouldBe(("120", "60/1"));
    }

    [Fact]
    public async Task Interlaced_frames_are_deinterlaced()
    {
        var clip = await ClipAsync(2, "320x180", "25", "-flags", "+ildct+ilme", "-x264-params", "tff=1");
        (await FieldsAsync(clip)).ShouldAllBe(static f => f == "1");

        var output = await StreamAsync(clip);

        var fields = await FieldsAsync(Path.Combine(FolderOf(output), "video-180p.m3u8"));
        fields.Length.ShouldBe(50);
        fields.ShouldAllBe(static f => f == "0");
    }

    [Fact]
    public async Task A_rotated_video_of_odd_size_is_upright_with_even_sides()
    {
        var clip = Temp["turned.mp4"];
        await Tool.RunAsync(
            "ffmpeg", "-nostdin", "-v", "error", "-y", "-i", await ClipAsync(2, "426x238"), "-c", "copy", "-metadata:s:v", "rotate=90", clip);

        var output = await StreamAsync(clip);

        var stream = await VideoAsync(output, output.GetProperty("renditions")[0].GetProperty("name").GetString()!.Insert(0, "video-"));
        (stream["width"], stream["height"], stream["sample_aspect_ratio"]).ShouldBe(("238", "426", "1:1"));
    }

    [Fact]
    public async Task A_source_whose_display_matrix_mirrors_is_encoded_upright_in_every_rendition()
    {
        var clip = await ClipAsync(2, "320x180");
        var bytes = await File.ReadAllBytesAsync(clip);
        Mirror(bytes, 180);
        await File.WriteAllBytesAsync(clip, bytes);

        var output = (await HlsAsync(0, clip, "--ladder", "180:2000,144:300")).GetProperty("outputs")[0];

        foreach (var name in new[] { "video-180p", "video-144p" })
        {
            var playlist = Path.Combine(FolderOf(output), $"{name}.m3u8");
            var said = await Tool.ErrorsAsync(
                "ffmpeg", "-nostdin", "-noautorotate", "-i", playlist, "-i", clip, "-lavfi", "[0:v]scale=160:90[a];[1:v]scale=160:90[b];[a][b]psnr", "-f", "null", "-");
            double.Parse(said[(said.LastIndexOf("average:", StringComparison.Ordinal) + 8)..].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThan(25, name);
        }
    }

    [Fact]
    public async Task A_square_stays_square_when_the_sample_aspect_ratio_changes()
    {
        var parts = new List<byte>();
        foreach (var shape in new[] { "1", "4/3" })
        {
            var part = Temp[$"{parts.Count}.ts"];
            await Tool.RunAsync(
                "ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", $"color=black:size=320x180:rate=25:duration=2,drawbox=110:40:100:100:white:fill,setsar={shape}",
                "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-output_ts_offset", $"{(parts.Count == 0 ? 0 : 2)}", part);
            parts.AddRange(await File.ReadAllBytesAsync(part));
        }

        var clip = Temp["shapes.ts"];
        await File.WriteAllBytesAsync(clip, [.. parts]);

        var output = (await HlsAsync(0, clip, "--ladder", "180:400")).GetProperty("outputs")[0];

        var raw = Temp["frames.gray"];
        await Tool.RunAsync("ffmpeg", "-nostdin", "-v", "error", "-i", Path.Combine(FolderOf(output), "video-180p.m3u8"), "-vf", "select=eq(n\\,25)+eq(n\\,75)", "-fps_mode", "passthrough", "-pix_fmt", "gray", "-f", "rawvideo", raw);
        var frames = (await File.ReadAllBytesAsync(raw)).Chunk(320 * 180).Select(static f => ShapeOf(f, 320)).ToArray();
        frames.Length.ShouldBe(2);
        frames[0].ShouldBe(1, 0.03);
        frames[1].ShouldBe(4 / 3d, 0.04);
    }

    [Theory]
    [InlineData("-pix_fmt yuv420p", false)]
    [InlineData("-pix_fmt yuv420p10le -color_primaries bt2020 -color_trc arib-std-b67 -colorspace bt2020nc", true)]
    [InlineData("-pix_fmt yuv420p -flags +ildct+ilme -x264-params tff=1", false)]
    public async Task Thumbnails_keep_their_times_when_the_frame_size_changes(string how, bool isBright)
    {
        var parts = new List<byte>();
        foreach (var (size, start, seconds) in new[] { ("320x180", 1, 4), ("192x108", 5, 5), ("640x360", 10, 3) })
        {
            // Each second is lighter than the one before it.
            var part = Temp[$"{start}.ts"];
            await Tool.RunAsync("ffmpeg", [
                "-nostdin", "-v", "error", "-f", "lavfi", "-i", $"nullsrc=size={size}:rate=25:duration={seconds},geq=lum='16+15*floor(T+{start})':cb=128:cr=128",
                "-c:v", "libx264", "-preset", "ultrafast", .. how.Split(' '), "-output_ts_offset", $"{start}", part]);
            parts.AddRange(await File.ReadAllBytesAsync(part));
        }

        var clip = Temp["sizes.ts"];
        await File.WriteAllBytesAsync(clip, [.. parts]);

        var output = (await HlsAsync(0, clip, "--ladder", "180:400")).GetProperty("outputs")[0];

        var sheet = Temp["sheet.gray"];
        await Tool.RunAsync("ffmpeg", "-nostdin", "-v", "error", "-i", Path.Combine(FolderOf(output), "thumbnails-0001.jpg"), "-vf", "format=yuvj420p,extractplanes=y", "-pix_fmt", "gray", "-f", "rawvideo", sheet);
        var (pixels, width) = (await File.ReadAllBytesAsync(sheet), 5 * 160);
        var shown = Enumerable.Range(0, 6).Select(i => (int)Math.Round(pixels[(((i / 5 * 90) + 45) * width) + (i % 5 * 160) + 80] * 219.0 / 255 / 15)).ToArray();
        if (isBright)
        {
            shown.Zip(shown.Skip(1)).ShouldAllBe(static p => p.First < p.Second);
        }
        else
        {
            shown.ShouldBe([1, 3, 5, 7, 9, 11]);
        }

        (await VideoAsync(output, "video-180p"))["nb_read_frames"].ShouldBe("300");
    }

    [Fact]
    public async Task Every_audio_track_and_subtitle_is_listed_in_its_language()
    {
        var text = Temp["text.srt"];
        await File.WriteAllTextAsync(text, "1\n00:00:00,500 --> 00:00:01,500\nHello\n");
        var clip = Temp["tracks.mkv"];
        await Tool.RunAsync(
            "ffmpeg", "-nostdin", "-v", "error", "-y", "-i", await ClipAsync(3, "320x180"), "-f", "lavfi", "-i", "sine=frequency=880:sample_rate=44100:duration=2", "-i", text,
            "-map", "0:v", "-map", "0:a", "-map", "1:a", "-map", "2", "-c:v", "copy", "-c:a", "aac", "-c:s", "srt",
            "-metadata:s:a:0", "language=eng", "-metadata:s:a:1", "language=fre", "-metadata:s:s:0", "language=ger", clip);

        var output = await StreamAsync(clip);

        var master = await File.ReadAllTextAsync(Path.Combine(FolderOf(output), "master.m3u8"));
        var offered = master.Split('\n').Where(static l => l.StartsWith("#EXT-X-MEDIA:", StringComparison.Ordinal)).ToArray();
        offered.Length.ShouldBe(3);
        offered[0].ShouldContain("TYPE=AUDIO");
        offered[0].ShouldContain("LANGUAGE=\"en\"");
        offered[1].ShouldContain("LANGUAGE=\"fr\"");
        offered[2].ShouldContain("TYPE=SUBTITLES");
        offered[2].ShouldContain("LANGUAGE=\"de\"");
        (await File.ReadAllTextAsync(Directory.GetFiles(FolderOf(output), "subtitles-1-*.vtt")[0])).ShouldMatch("00:00.5[0-4][0-9] --> 00:01.5[0-4][0-9]\nHello");
        foreach (var sound in new[] { "audio-1", "audio-2" })
        {
            // The shorter one goes on in silence.
            var length = await Tool.RunAsync("ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", Path.Combine(FolderOf(output), $"{sound}.m3u8"));
            double.Parse(length.Split('\n')[0], System.Globalization.CultureInfo.InvariantCulture).ShouldBe(3, 0.05, sound);
        }
    }

    [Fact]
    public async Task HDR_frames_are_tone_mapped_to_SDR()
    {
        var output = await StreamAsync(TestMedia.Path("video", "garden-hlg-10bit-hevc.mov"));

        var stream = await VideoAsync(output, "video-360p");
        (stream["pix_fmt"], stream["color_transfer"]).ShouldBe(("yuv420p", "bt709"));
    }

    private async Task<JsonElement> StreamAsync(string source) => (await HlsAsync(0, [source, "--copy-top", "never", .. Small])).GetProperty("outputs")[0];

    /// <summary>For each frame, whether it is interlaced.</summary>
    private static async Task<string[]> FieldsAsync(string path) =>
        [.. (await Tool.RunAsync("ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "frame=interlaced_frame", "-of", "csv=p=0", path))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static l => l.TrimEnd(','))];

    /// <summary>What ffprobe says of a rendition's video once it has decoded it.</summary>
    private async Task<Dictionary<string, string>> VideoAsync(JsonElement output, string name)
    {
        var text = await Tool.RunAsync(
            "ffprobe", "-v", "error", "-select_streams", "v", "-count_frames", "-show_streams", "-of", "default=noprint_wrappers=1", Path.Combine(FolderOf(output), $"{name}.m3u8"));
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static l => l.Split('=', 2)).DistinctBy(static p => p[0], StringComparer.Ordinal)
            .ToDictionary(static p => p[0], static p => p[1], StringComparer.Ordinal);
    }

    /// <summary>Writes a vertical flip into the display matrix of an MP4 file's first track (ISO/IEC 14496-12, 8.3.2).</summary>
    private static void Mirror(byte[] mp4, int height)
    {
        var matrix = mp4.AsSpan(mp4.AsSpan().IndexOf("tkhd"u8) + 44);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(matrix[16..], -0x10000);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(matrix[28..], height << 16);
    }

    /// <summary>Width to height of what is white.</summary>
    private static double ShapeOf(byte[] frame, int width)
    {
        var white = Enumerable.Range(0, frame.Length).Where(i => frame[i] > 128).ToArray();
        var (columns, rows) = (white.Select(i => i % width).ToArray(), white.Select(i => i / width).ToArray());
        return (columns.Max() - columns.Min() + 1.0) / (rows.Max() - rows.Min() + 1);
    }
}
