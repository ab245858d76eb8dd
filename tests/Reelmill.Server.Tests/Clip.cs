using Reelmill.Processes;

namespace Reelmill.Server.Tests;

/// <summary>Short clips, made with the ffmpeg that is there.</summary>
internal static class Clip
{
    /// <summary>Makes a clip that differs with its number.</summary>
    /// <param name="path">Where.</param>
    /// <param name="number">Which.</param>
    /// <param name="seconds">How long.</param>
    public static Task<string> MakeAsync(string path, int number = 0, int seconds = 3) => EncodeAsync(
        path, $"testsrc2=size=320x180:rate=10:duration={seconds}", number, "-c:v", "libx264", "-preset", "ultrafast", "-g", "10", "-pix_fmt", "yuv420p");

    /// <summary>Makes a still image that differs with its number, of the format that its name says.</summary>
    /// <param name="path">Where.</param>
    /// <param name="number">Which.</param>
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
