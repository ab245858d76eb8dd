using System.Globalization;
using System.Text;
using Reelmill.Processes;

namespace Reelmill.Testing.Programs;

/// <summary>ffmpeg and ffprobe as the tests themselves use them: to make clips, and as a second opinion.</summary>
public static class Tool
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

    /// <summary>Makes a moving H.264 video with a tone: sharp, so that a wrong frame shows.</summary>
    public static Task MakeWithToneAsync(string path, double seconds, string size, string rate, params string[] more) => RunAsync(
        "ffmpeg",
        [
            "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", $"testsrc2=size={size}:rate={rate}", "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000",
            "-t", seconds.ToString(CultureInfo.InvariantCulture), "-c:v", "libx264", "-preset", "ultrafast", "-threads", "1", "-pix_fmt", "yuv420p", "-g", "250",
            "-c:a", "aac", "-fflags", "+bitexact", .. more, path,
        ]);

    /// <summary>Makes JPEG images, each of its own colors and shapes: <c>image-001.jpg</c> and so on.</summary>
    public static Task MakeImagesAsync(string folder, int count) => RunAsync(
        "ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", $"mandelbrot=size=320x240:rate=1:start_scale=1:end_scale=0.01:end_pts={count}", "-frames:v", $"{count}",
        "-vf", "hue=h=n*37", "-q:v", "3", Path.Combine(folder, "image-%03d.jpg"));
}
