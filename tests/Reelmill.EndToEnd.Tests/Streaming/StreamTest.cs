using System.Globalization;
using System.Text.Json;
using Reelmill.EndToEnd.Tests.App;
using Reelmill.EndToEnd.Tests.Ffmpeg;
using Reelmill.EndToEnd.Tests.Libraries;

namespace Reelmill.EndToEnd.Tests.Streaming;

/// <summary>A test that makes streams, with a library of its own, in a folder of its own.</summary>
public abstract class StreamTest : IDisposable
{
    protected TempFolder Temp { get; } = new();

    internal LibraryFolder Library => new(Temp["library"]);

    public void Dispose()
    {
        Temp.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes streams in the test's library and gives the JSON.</summary>
    internal async Task<JsonElement> HlsAsync(int exitCode, params string[] arguments) =>
        (await ReelmillApp.ExpectAsync(exitCode, ["hls", "--library", Library.Path, "--json", "--quiet", .. arguments])).Json();

    /// <summary>The folder of a stream in the test's library.</summary>
    internal string FolderOf(JsonElement output) => Path.Combine(Library.Path, Path.GetDirectoryName(output.GetProperty("master").GetString()!)!);

    /// <summary>A moving picture with a tone: sharp, so that a wrong frame shows.</summary>
    internal async Task<string> ClipAsync(double seconds, string size = "640x360", string rate = "25", params string[] more)
    {
        var path = Temp[$"clip-{size}-{rate.Replace('/', '-')}-{seconds.ToString(CultureInfo.InvariantCulture)}.mp4"];
        await Tool.RunAsync(
            "ffmpeg",
            [
                "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", $"testsrc2=size={size}:rate={rate}", "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000",
                "-t", seconds.ToString(CultureInfo.InvariantCulture), "-c:v", "libx264", "-preset", "ultrafast", "-threads", "1", "-pix_fmt", "yuv420p", "-g", "250",
                "-c:a", "aac", "-fflags", "+bitexact", .. more, path,
            ]);
        return path;
    }

    /// <summary>How many pictures ffmpeg decodes from a playlist without a word.</summary>
    internal static async Task<int> DecodedAsync(string playlist, string stream = "v:0")
    {
        var crc = await Tool.RunAsync(
            "ffmpeg", "-nostdin", "-v", "error", "-xerror", "-allowed_extensions", "ALL", "-protocol_whitelist", "file,crypto", "-i", playlist, "-map", $"0:{stream}", "-fps_mode", "passthrough", "-f", "framecrc", "-");
        return crc.Split('\n').Count(static line => line.StartsWith("0,", StringComparison.Ordinal));
    }
}
