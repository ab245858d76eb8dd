using System.Globalization;
using System.Text.Json;
using Reelmill.Cli.Tests.Running;
using Reelmill.Testing.Libraries;
using Reelmill.Testing.Programs;

namespace Reelmill.Cli.Tests.Streaming;

/// <summary>A test that makes streams, with a library of its own, in a folder of its own.</summary>
public abstract class StreamTest : LibraryTest
{
    /// <summary>Makes streams in the test's library and gives the JSON.</summary>
    internal async Task<JsonElement> HlsAsync(int exitCode, params string[] arguments) =>
        (await CommandLine.ExpectAsync(exitCode, ["hls", "--library", Library.Path, "--json", "--quiet", .. arguments])).Json();

    /// <summary>The folder of a stream in the test's library.</summary>
    internal string FolderOf(JsonElement output) => Path.Combine(Library.Path, Path.GetDirectoryName(output.GetProperty("master").GetString()!)!);

    /// <summary>A moving video with a tone: sharp, so that a wrong frame shows.</summary>
    internal async Task<string> ClipAsync(double seconds, string size = "640x360", string rate = "25", params string[] more)
    {
        var path = Temp[$"clip-{size}-{rate.Replace('/', '-')}-{seconds.ToString(CultureInfo.InvariantCulture)}.mp4"];
        await Tool.MakeWithToneAsync(path, seconds, size, rate, more);
        return path;
    }

    /// <summary>How many frames ffmpeg decodes from a playlist without a message.</summary>
    internal static async Task<int> DecodedAsync(string playlist, string stream = "v:0")
    {
        var crc = await Tool.RunAsync(
            "ffmpeg", "-nostdin", "-v", "error", "-xerror", "-allowed_extensions", "ALL", "-protocol_whitelist", "file,crypto", "-i", playlist, "-map", $"0:{stream}", "-fps_mode", "passthrough", "-f", "framecrc", "-");
        return crc.Split('\n').Count(static line => line.StartsWith("0,", StringComparison.Ordinal));
    }
}
