namespace Reelmill.Pipelines;

/// <summary>The executables that pipelines start: names that are looked up on PATH, or paths.</summary>
/// <param name="Ffmpeg">ffmpeg 5.1 or newer.</param>
/// <param name="Ffprobe">The ffprobe that comes with it.</param>
public sealed record ToolPaths(string Ffmpeg = "ffmpeg", string Ffprobe = "ffprobe")
{
    private const string Program = "reelmill";

    /// <summary>The program reelmill, which decodes HEIC, AVIF and rarer images in a process of its own for each.</summary>
    /// <value>This program where it is reelmill; else the one in its folder, or on PATH.</value>
    public string Reelmill { get; init; } = Find();

    private static string Find()
    {
        if (Environment.ProcessPath is { } own && Path.GetFileName(own) == Program)
        {
            return own;
        }

        var near = Path.Combine(AppContext.BaseDirectory, Program);
        return File.Exists(near) ? near : Program;
    }
}
