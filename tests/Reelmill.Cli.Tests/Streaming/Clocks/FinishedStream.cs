using System.Globalization;
using System.Text.RegularExpressions;
using Reelmill.Testing.Programs;

namespace Reelmill.Cli.Tests.Streaming.Clocks;

/// <summary>A finished stream as ffmpeg decodes it and as its bytes say.</summary>
internal sealed partial class FinishedStream(string folder)
{
    private static readonly string[] Input = ["-allowed_extensions", "ALL", "-protocol_whitelist", "file,crypto"];

    public string[] Videos => [.. Directory.GetFiles(folder, "video-*.m3u8").Where(static f => !f.Contains("iframes", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    public string[] Sounds => [.. Directory.GetFiles(folder, "audio-*.m3u8").Order(StringComparer.Ordinal)];

    public bool IsEncrypted => File.ReadAllText(Videos[0]).Contains("METHOD=AES-128", StringComparison.Ordinal);

    /// <summary>When the first white frame is shown, by ffmpeg's decoder.</summary>
    public static async Task<double> FlashAsync(string path)
    {
        var frames = await Tool.RunAsync(
            "ffmpeg", ["-nostdin", "-v", "error", "-copyts", .. InputOf(path), "-map", "0:v:0", "-vf", "signalstats,metadata=print:file=-:key=lavfi.signalstats.YAVG", "-fps_mode", "passthrough", "-f", "null", "-"]);
        var white = Brightness().Matches(frames).First(static m => Number(m.Groups[2].Value) > 150);
        return Number(white.Groups[1].Value);
    }

    /// <summary>When the first beep begins, by ffmpeg's decoder.</summary>
    public static async Task<double> BeepAsync(string path)
    {
        var log = await Tool.ErrorsAsync(
            "ffmpeg", ["-nostdin", "-hide_banner", "-nostats", "-copyts", .. InputOf(path), "-map", "0:a:0", "-af", "silencedetect=noise=-26dB:duration=0.5", "-f", "null", "-"]);
        return Number(SilenceEnd().Match(log).Groups[1].Value);
    }

    /// <summary>All presentation times of the packets, by ffmpeg's demuxer, in order.</summary>
    public static async Task<double[]> PacketsAsync(string path, string stream)
    {
        var times = await Tool.RunAsync("ffprobe", ["-v", "error", .. InputOf(path), "-select_streams", stream, "-show_entries", "packet=pts_time", "-of", "csv=p=0"]);
        return [.. times.Split('\n').Select(static t => t.Trim(',', '\r')).Where(static t => t.Length > 0 && t != "N/A").Select(Number).Order()];
    }

    /// <summary>All presentation times by the bytes of the segments, in order.</summary>
    public double[] Bytes(string playlist)
    {
        var files = File.ReadAllLines(playlist).Where(static l => l.Length > 0 && l[0] != '#').Distinct(StringComparer.Ordinal).Select(l => Path.Combine(folder, l)).ToArray();
        return files[0].EndsWith(".ts", StringComparison.Ordinal)
            ? [.. files.SelectMany(static f => Timestamps.OfPackets(File.ReadAllBytes(f))).Select(static t => t / 90_000.0).Order()]
            : [.. files.SelectMany(static f => Timestamps.OfFragments(File.ReadAllBytes(f))).Select(t => t / TicksOf(playlist)).Order()];
    }

    /// <summary>The times of the keyframes in an I-frame playlist, by the bytes of its ranges.</summary>
    public double[] KeyFrames(string playlist)
    {
        var (times, range) = (new List<double>(), (Length: 0, Offset: 0));
        foreach (var line in File.ReadAllLines(playlist.Replace(".m3u8", "-iframes.m3u8", StringComparison.Ordinal)))
        {
            if (line.StartsWith("#EXT-X-BYTERANGE:", StringComparison.Ordinal))
            {
                var parts = line.Split(':')[1].Split('@').Select(static p => int.Parse(p, CultureInfo.InvariantCulture)).ToArray();
                range = (parts[0], parts[1]);
            }
            else if (line.Length > 0 && line[0] != '#')
            {
                var part = File.ReadAllBytes(Path.Combine(folder, line)).AsSpan(range.Offset, range.Length).ToArray();
                times.Add(line.EndsWith(".ts", StringComparison.Ordinal) ? Timestamps.OfPackets(part).First() / 90_000.0 : Timestamps.OfFragments(part).First() / TicksOf(playlist));
            }
        }

        return [.. times];
    }

    /// <summary>When a subtitle appears on the clock of the stream.</summary>
    public double Text(string words)
    {
        var file = File.ReadAllText(Directory.GetFiles(folder, "subtitles-1-*.vtt").First(f => File.ReadAllText(f).Contains(words, StringComparison.Ordinal)));
        var map = TimestampMap().Match(file);
        return (Number(map.Groups[1].Value) / 90_000) - Seconds(map.Groups[2].Value) + Seconds(Cue().Match(file).Groups[1].Value);
    }

    private static double TicksOf(string playlist) =>
        Path.GetFileName(playlist).StartsWith("video", StringComparison.Ordinal) ? 90_000 : 48_000;

    private static string[] InputOf(string path) => path.EndsWith(".m3u8", StringComparison.Ordinal) ? [.. Input, "-i", path] : ["-i", path];

    private static double Seconds(string clock) => clock.Split(':').Aggregate(0.0, static (all, part) => (all * 60) + Number(part));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"pts_time:(?<a>\S+)\s+lavfi\.signalstats\.YAVG=(?<b>\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Brightness();

    [GeneratedRegex(@"silence_end: (?<a>[0-9.]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SilenceEnd();

    [GeneratedRegex(@"MPEGTS:(?<a>\d+),LOCAL:(?<b>[0-9:.]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TimestampMap();

    [GeneratedRegex(@"\n(?<a>[0-9:.]+) -->", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Cue();
}
