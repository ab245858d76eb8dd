using Xunit;
namespace Reelmill.Testing.Programs;

/// <summary>
/// A folder of small clips, one folder for each class of tests, so that they can run side by side: three that are sharp and moving, one of them again in half its size,
/// one again byte for byte, and one each that is black, still, and of two shades only.
/// </summary>
public sealed class Clips : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();

    /// <summary>The folder with all clips and nothing else.</summary>
    public string Folder => _folder["clips"];

    public string Pattern => Path.Combine(Folder, "pattern.mp4");

    public string PatternInHalfSize => Path.Combine(Folder, "pattern-half.mp4");

    public string Fractal => Path.Combine(Folder, "fractal.mp4");

    public string FractalCopy => Path.Combine(Folder, "z-fractal-copy.mp4");

    public string Black => Path.Combine(Folder, "black.mp4");

    public string Still => Path.Combine(Folder, "still.mkv");

    public string Spiral => Path.Combine(Folder, "spiral.mp4");

    public string TwoShades => Path.Combine(Folder, "two-shades.mp4");

    public string[] All => [Pattern, PatternInHalfSize, Fractal, FractalCopy, Black, Still, Spiral, TwoShades];

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Folder);
        await Tool.MakeAsync(Pattern, "testsrc2=size=480x270:rate=25", 4);
        await Tool.MakeAsync(PatternInHalfSize, "testsrc2=size=480x270:rate=25", 4, "-vf", "scale=240:136");
        await Tool.MakeAsync(Fractal, "mandelbrot=size=320x240:rate=25", 3);
        await Tool.MakeAsync(Spiral, "mandelbrot=size=320x240:rate=25:start_x=-0.75:start_y=0.1:start_scale=0.8:end_scale=0.01", 3);
        await Tool.MakeAsync(Black, "color=black:size=320x240:rate=10", 3);
        await Tool.MakeAsync(Still, "smptebars=size=320x240:rate=10", 3);
        await Tool.MakeAsync(TwoShades, "cellauto=size=160x120:rule=110:rate=15:random_seed=7:scroll=1", 4, "-vf", "scale=640:480:flags=neighbor");
        File.Copy(Fractal, FractalCopy);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose() => _folder.Dispose();
}
