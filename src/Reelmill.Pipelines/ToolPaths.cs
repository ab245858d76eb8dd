namespace Reelmill.Pipelines;

/// <summary>The executables that pipelines start: names that are looked up on PATH, or paths.</summary>
/// <param name="Ffmpeg">ffmpeg 5.1 or newer.</param>
/// <param name="Ffprobe">The ffprobe that comes with it.</param>
public sealed record ToolPaths(string Ffmpeg = "ffmpeg", string Ffprobe = "ffprobe");
