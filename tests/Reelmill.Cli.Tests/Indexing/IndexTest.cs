using System.Text.Json;
using Reelmill.Cli.Tests.Running;
using Reelmill.Testing.Programs;

namespace Reelmill.Cli.Tests.Indexing;

/// <summary>A test that indexes images, with a library of its own, in a folder of its own.</summary>
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
        (await CommandLine.ExpectAsync(exitCode, ["index", "--library", Library, "--json", "--quiet", .. arguments])).Json();

    internal async Task<JsonElement[]> SearchAsync(string image, params string[] arguments) =>
        [.. (await CommandLine.ExpectAsync(0, ["search", "--library", Library, "--image", image, "--json", .. arguments])).Json().GetProperty("results").EnumerateArray()];

    /// <summary>A folder with that many different images.</summary>
    internal async Task<string> ImagesAsync(int count)
    {
        var folder = Directory.CreateDirectory(Temp["images"]).FullName;
        await Tool.MakeImagesAsync(folder, count);
        return folder;
    }
}
