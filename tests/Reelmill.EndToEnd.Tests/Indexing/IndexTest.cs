using System.Text.Json;
using Reelmill.EndToEnd.Tests.App;
using Reelmill.EndToEnd.Tests.Ffmpeg;

namespace Reelmill.EndToEnd.Tests.Indexing;

/// <summary>A test that indexes pictures, with a library of its own, in a folder of its own.</summary>
public abstract class IndexTest : IDisposable
{
    protected TempFolder Temp { get; } = new();

    protected string Library => Temp["library"];

    public void Dispose()
    {
        Temp.Dispose();
        GC.SuppressFinalize(this);
    }

    internal async Task<JsonElement> IndexAsync(int exitCode, params string[] arguments) =>
        (await ReelmillApp.ExpectAsync(exitCode, ["index", "--library", Library, "--json", "--quiet", .. arguments])).Json();

    internal async Task<JsonElement[]> SearchAsync(string image, params string[] arguments) =>
        [.. (await ReelmillApp.ExpectAsync(0, ["search", "--library", Library, "--image", image, "--json", .. arguments])).Json().GetProperty("results").EnumerateArray()];

    /// <summary>Different pictures, each of its own colours and shapes.</summary>
    internal async Task<string> PicturesAsync(int count)
    {
        var folder = Directory.CreateDirectory(Temp["pictures"]).FullName;
        await Tool.RunAsync(
            "ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", $"mandelbrot=size=320x240:rate=1:start_scale=1:end_scale=0.01:end_pts={count}", "-frames:v", $"{count}",
            "-vf", "hue=h=n*37", "-q:v", "3", Path.Combine(folder, "picture-%03d.jpg"));
        return folder;
    }
}
