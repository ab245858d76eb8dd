using Reelmill.Media.Probing;
using Reelmill.Pipelines.Index;
using Reelmill.Processes;
using Reelmill.Testing;
using Reelmill.Vision.Images;

namespace Reelmill.Pipelines.Tests.Images;

/// <summary>Loads images as <c>index</c> does, and compares them with the output of other programs.</summary>
internal static class LoadedImage
{
    public static ImageLoader Loader(string? program = null, long maxPixels = 64 << 20, TimeProvider? time = null) => new(
        program is null ? new ToolPaths() : new ToolPaths { Reelmill = program }, new ProbeLimits { MaxPixels = maxPixels }, new ProcessLauncher(time));

    public static async Task<RgbImage> LoadAsync(this ImageLoader loader, string path) =>
        await loader.LoadAsync(path, await File.ReadAllBytesAsync(path), 0, 0, CancellationToken.None);

    /// <summary>Runs a program that creates or converts an image; skips the test if the program is missing.</summary>
    public static async Task RunAsync(string program, params string[] arguments) => await new ProcessLauncher().RunAsync(
        new ProcessSpec(TestPrograms.Require(program), arguments) { MemoryLimitBytes = 0 }, 1 << 20, CancellationToken.None);

    /// <summary>Computes the mean absolute difference of the samples of two images of the same size.</summary>
    public static double Difference(RgbImage image, RgbImage other)
    {
        (image.Width, image.Height).ShouldBe((other.Width, other.Height));
        var one = image.Pixels;
        var two = other.Pixels;
        var sum = 0L;
        for (var i = 0; i < one.Length; i++)
        {
            sum += Math.Abs(one[i] - two[i]);
        }

        return (double)sum / one.Length;
    }
}
