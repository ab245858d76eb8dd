using System.Security.Cryptography;
using Reelmill.Library;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Media.Fetching;
using Reelmill.Media.Frames;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;
using Reelmill.Processes;
using Reelmill.Testing;
using Reelmill.Vision.Quality;

namespace Reelmill.Pipelines.Tests.Mine;

/// <summary>Three small clips with good, black, flat and duplicate frames, two of which share a scene, and helpers to mine them.</summary>
public sealed class MineFixture : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Dictionary<(QualityLimits, TimeSpan), string> _expected = [];

    /// <summary>The folder of the clips.</summary>
    public string Clips => _folder["clips"];

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Clips);
        await MakeAsync("mixed.mp4", "testsrc2=size=160x90:rate=25:duration=2[a];color=black:size=160x90:rate=25:duration=1[b];mandelbrot=size=160x90:rate=25,trim=duration=2[c];[a][b][c]concat=n=3");
        await MakeAsync("duplicate.mp4", "testsrc2=size=160x90:rate=25:duration=2,scale=120:68");
        await MakeAsync("soft.mp4", "mandelbrot=size=160x90:rate=25:start_x=-0.7:start_y=0.2,trim=duration=2,gblur=sigma=2");
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Options with a short sampling interval.</summary>
    internal static MineOptions Options(QualityLimits? limits = null, TimeSpan? every = null) => new()
    {
        Sampling = new SamplingOptions { Every = every ?? TimeSpan.FromMilliseconds(500) },
        Quality = limits is null ? new() : QualityOverrides.From(limits),
    };

    /// <summary>Mines the clips.</summary>
    internal async Task<RunSummary> MineAsync(string library, MineOptions options)
    {
        await using var services = new RunServices(library);
        return await new MineRun(services, options, new RunObserver()).ExecuteAsync(InputList.Expand([Clips]), default, default);
    }

    /// <summary>Returns the manifest of a library that was mined with these limits from the start.</summary>
    internal async Task<string> ExpectedAsync(QualityLimits limits, TimeSpan every)
    {
        if (!_expected.TryGetValue((limits, every), out var manifest))
        {
            var library = _folder[$"expected-{_expected.Count}"];
            await MineAsync(library, Options(limits, every));
            _expected[(limits, every)] = manifest = ManifestOf(library);
        }

        return manifest;
    }

    internal static string ManifestOf(string library) => File.ReadAllText(Path.Combine(library, LibraryLayout.Manifest));

    internal static IReadOnlyList<string> FilesOf(string library) => Directory.Exists(Path.Combine(library, LibraryLayout.Frames))
        ? [.. Directory.EnumerateFiles(Path.Combine(library, LibraryLayout.Frames), "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(library, f)).Order(StringComparer.Ordinal)]
        : [];

    internal static async Task<IReadOnlyList<FrameRecord>> FramesOf(string library)
    {
        await using var catalog = SqliteCatalog.OpenReadOnly(library);
        var frames = new List<FrameRecord>();
        await foreach (var frame in catalog.FramesAsync())
        {
            frames.Add(frame);
        }

        return frames;
    }

    internal static async Task<IReadOnlyList<Item>> ItemsOf(string library, ItemState state)
    {
        await using var catalog = SqliteCatalog.OpenReadOnly(library);
        var items = new List<Item>();
        await foreach (var item in catalog.ItemsAsync(new ItemFilter { State = state }))
        {
            items.Add(item);
        }

        return items;
    }

    internal static string HashOf(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    private async Task MakeAsync(string name, string graph) => await new ProcessLauncher().RunAsync(
        new ProcessSpec("ffmpeg", [
            "-nostdin", "-v", "error", "-filter_complex", graph, "-c:v", "libx264", "-preset", "ultrafast", "-threads", "1", "-pix_fmt", "yuv420p", "-fflags", "+bitexact", Path.Combine(Clips, name)]),
        1 << 20,
        CancellationToken.None);
}
