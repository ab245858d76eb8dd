namespace Reelmill.Pipelines;

/// <summary>The executables that pipelines start: paths, or names that are looked up on PATH.</summary>
/// <param name="Ffmpeg">ffmpeg 5.1 or newer.</param>
/// <param name="Ffprobe">ffprobe, of the same release as ffmpeg.</param>
public sealed record ToolPaths(string Ffmpeg = "ffmpeg", string Ffprobe = "ffprobe")
{
    private const string Program = "reelmill";

    /// <summary>The <c>reelmill</c> executable, which decodes HEIC, AVIF and less common image formats in a separate process for each image.</summary>
    /// <value>The current program if it is <c>reelmill</c>; otherwise <c>reelmill</c> in the program's folder, or on PATH.</value>
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
