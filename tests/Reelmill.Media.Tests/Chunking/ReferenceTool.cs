using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Reelmill.Media.Formats;
using Reelmill.Processes;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Chunking;

/// <summary>Runs ffmpeg and ffprobe as a reference, by plain command lines that neither seek nor cut.</summary>
internal static class ReferenceTool
{
    private const int MaxOutputBytes = 512 << 20;

    public static async Task<ReadOnlyMemory<byte>> BytesAsync(string tool, params string[] arguments) =>
        (await new ProcessLauncher().RunAsync(new ProcessSpec(tool, arguments) { StallLimit = TimeSpan.FromMinutes(5) }, MaxOutputBytes, CancellationToken.None)).Bytes;

    public static async Task<string> TextAsync(string tool, params string[] arguments) =>
        Encoding.UTF8.GetString((await BytesAsync(tool, arguments)).Span);

    public static Task MakeAsync(params string[] arguments) => ClipCache.MakeAsync(arguments);

    /// <summary>Lists the packets of a stream: the hash, the time in seconds as a fraction, and whether the packet is shown.</summary>
    public static async Task<List<ReferencePacket>> PacketsAsync(string path, string stream = "v:0")
    {
        var text = await TextAsync(
            "ffprobe", "-v", "error", "-select_streams", stream, "-show_entries", "stream=time_base:packet=pts,flags,data_hash",
            "-show_data_hash", "sha256", "-of", "flat", path);
        Rational.TryParse(Values(text, ".time_base").FirstOrDefault(), out var timeBase).ShouldBeTrue(path);
        return [.. Values(text, ".data_hash").Zip(Values(text, ".pts"), Values(text, ".flags"))
            .Select(p => new ReferencePacket(p.First, Time(p.Second, timeBase), !p.Third.Contains('D', StringComparison.Ordinal)))];
    }

    /// <summary>Counts the shown packets.</summary>
    public static async Task<int> CountPacketsAsync(string path, int stream) => Values(
        await TextAsync("ffprobe", "-v", "error", "-select_streams", FormattableString.Invariant($"{stream}"), "-show_entries", "packet=flags", "-of", "flat", path), ".flags")
        .Count(static f => !f.Contains('D', StringComparison.Ordinal));

    /// <summary>Counts the frames of a decode of the whole file.</summary>
    public static async Task<int> CountFramesAsync(string path) => int.Parse(
        Values(await TextAsync("ffprobe", "-v", "error", "-count_frames", "-select_streams", "v:0", "-show_entries", "stream=nb_read_frames", "-of", "flat", path), ".nb_read_frames").First(),
        CultureInfo.InvariantCulture);

    /// <summary>Decodes a whole file, and returns the time and SHA-256 of each frame.</summary>
    public static async Task<List<ReferencePacket>> FramesAsync(string path, string stream = "v:0", bool upright = false)
    {
        var text = await TextAsync(
            "ffmpeg", [
                "-nostdin", "-v", "error", .. upright ? Array.Empty<string>() : ["-noautorotate"], "-copyts", "-i", path, "-map", $"0:{stream}",
                "-fps_mode", "passthrough", "-enc_time_base", "-1", "-autoscale", "0", "-f", "framehash", "-hash", "sha256", "pipe:1"]);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Rational.TryParse(lines.First(static l => l.StartsWith("#tb 0: ", StringComparison.Ordinal))[7..], out var timeBase).ShouldBeTrue(path);
        return [.. lines.Where(static l => l[0] != '#').Select(static l => l.Split(',')).Select(f => new ReferencePacket(f[5].Trim(), Time(f[2].Trim(), timeBase), true))];
    }

    /// <summary>Computes the SHA-256 of all frames between two times, decoded from the start of the file.</summary>
    public static async Task<string> HashAsync(string path, long start, long end)
    {
        var text = await TextAsync(
            "ffmpeg", "-nostdin", "-v", "error", "-noautorotate", "-copyts", "-i", path, "-map", "0:v:0",
            "-vf", FormattableString.Invariant($"trim=start_pts={start}:end_pts={end}"), "-fps_mode", "passthrough", "-autoscale", "0", "-c:v", "rawvideo", "-f", "hash", "-hash", "sha256", "pipe:1");
        return text.Trim()["SHA256=".Length..];
    }

    public static string Sha256(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    private static IEnumerable<string> Values(string flat, string name) => flat.Split('\n')
        .Where(l => l.Contains(name + "=", StringComparison.Ordinal)).Select(static l => l[(l.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim('"').Replace("SHA256:", "", StringComparison.Ordinal));

    private static Rational Time(string ticks, Rational timeBase) =>
        new(checked(long.Parse(ticks, CultureInfo.InvariantCulture) * timeBase.Numerator), timeBase.Denominator);
}

/// <summary>A packet or frame.</summary>
/// <param name="Hash">The SHA-256 of the bytes.</param>
/// <param name="Time">The presentation time in seconds.</param>
/// <param name="Shown">Whether the packet or frame is shown.</param>
internal sealed record ReferencePacket(string Hash, Rational Time, bool Shown);
