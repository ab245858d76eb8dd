using System.Diagnostics;

namespace Reelmill.Vision.Tests;

/// <summary>Runs ffmpeg as an independent reference for images. Tests that need it are skipped when it is not installed.</summary>
internal static class Ffmpeg
{
    /// <summary>Runs ffmpeg and returns its stdout.</summary>
    public static byte[] Run(params string[] arguments)
    {
        using var process = new Process { StartInfo = new ProcessStartInfo("ffmpeg", ["-v", "error", "-nostdin", .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false } };
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("ffmpeg is not installed");
        }

        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        process.ExitCode.ShouldBe(0);
        return output.ToArray();
    }

    /// <summary>Decodes one frame of a video to I420 of a given size.</summary>
    public static byte[] DecodeFrame(string video, double second, int width, int height) => Run(
        "-ss", second.ToString(System.Globalization.CultureInfo.InvariantCulture), "-i", video, "-frames:v", "1",
        "-vf", $"scale={width}:{height}", "-pix_fmt", "yuv420p", "-f", "rawvideo", "-");
}
