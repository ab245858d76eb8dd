using Reelmill.Media.Processes;

namespace Reelmill.Server.Tests;

/// <summary>Short clips, made with the ffmpeg that is there.</summary>
internal static class Clip
{
    /// <summary>Makes a clip that differs with its number.</summary>
    /// <param name="path">Where.</param>
    /// <param name="number">Which.</param>
    /// <param name="seconds">How long.</param>
    public static async Task<string> MakeAsync(string path, int number = 0, int seconds = 3)
    {
        var process = new ProcessLauncher().Start(
            new ProcessSpec(
                "ffmpeg",
                ["-v", "error", "-f", "lavfi", "-i", $"testsrc2=size=320x180:rate=10:duration={seconds}", "-vf", $"hue=h={number * 37}", "-c:v", "libx264", "-preset", "ultrafast", "-g", "10", "-pix_fmt", "yuv420p", "-y", path]),
            CancellationToken.None);
        await using (process)
        {
            (await process.Exit).Code.ShouldBe(0);
        }

        return path;
    }
}
