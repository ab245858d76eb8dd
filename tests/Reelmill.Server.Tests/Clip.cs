using Reelmill.Processes;

namespace Reelmill.Server.Tests;

/// <summary>Makes short clips with the installed ffmpeg.</summary>
internal static class Clip
{
    /// <summary>Makes a clip whose content depends on a number.</summary>
    /// <param name="path">The path of the file to write.</param>
    /// <param name="number">The number that selects the content.</param>
    /// <param name="seconds">The duration.</param>
    public static Task<string> MakeAsync(string path, int number = 0, int seconds = 3) => EncodeAsync(
        path, $"testsrc2=size=320x180:rate=10:duration={seconds}", number, "-c:v", "libx264", "-preset", "ultrafast", "-g", "10", "-pix_fmt", "yuv420p");

    /// <summary>Makes a still image whose content depends on a number, in the format of its extension.</summary>
    /// <param name="path">The path of the file to write.</param>
    /// <param name="number">The number that selects the content.</param>
    public static Task<string> MakeImageAsync(string path, int number = 0) => EncodeAsync(path, "testsrc2=size=64x64:rate=1:duration=1", number, "-frames:v", "1");

    private static async Task<string> EncodeAsync(string path, string source, int number, params string[] output)
    {
        var process = new ProcessLauncher().Start(
            new ProcessSpec("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", source, "-vf", $"hue=h={number * 37}", .. output, "-y", path]),
            CancellationToken.None);
        await using (process)
        {
            (await process.Exit).Code.ShouldBe(0);
        }

        return path;
    }
}
