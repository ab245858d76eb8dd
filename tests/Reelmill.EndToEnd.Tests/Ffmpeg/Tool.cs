using System.Text;
using Reelmill.Processes;

namespace Reelmill.EndToEnd.Tests.Ffmpeg;

/// <summary>ffmpeg and ffprobe as the tests themselves use them: to make clips, and as a second opinion.</summary>
internal static class Tool
{
    private const int MostOutput = 64 << 20;

    public static async Task<string> RunAsync(string tool, params string[] arguments)
    {
        var output = await new ProcessLauncher().RunAsync(new ProcessSpec(tool, arguments) { StallLimit = TestTimeout.Limit }, MostOutput, CancellationToken.None);
        return Encoding.UTF8.GetString(output.Bytes.Span);
    }

    /// <summary>What a tool says on standard error, where some of ffmpeg's filters tell what they found.</summary>
    public static async Task<string> ErrorsAsync(string tool, params string[] arguments)
    {
        var lines = new StringBuilder();
        var spec = new ProcessSpec(tool, arguments) { StallLimit = TestTimeout.Limit, OnErrorLine = line => lines.Append(line).Append('\n') };
        await new ProcessLauncher().RunAsync(spec, MostOutput, CancellationToken.None);
        return lines.ToString();
    }

    /// <summary>Makes a small H.264 clip from one of ffmpeg's generators; the same bytes each time on one machine.</summary>
    public static Task MakeAsync(string path, string source, double seconds, params string[] more) => ClipCache.MakeAsync(
        ["-f", "lavfi", "-i", source, "-t", FormattableString.Invariant($"{seconds}"), .. more,
         "-c:v", "libx264", "-preset", "ultrafast", "-threads", "1", "-pix_fmt", "yuv420p", "-fflags", "+bitexact", path]);
}
