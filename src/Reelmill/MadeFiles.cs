namespace Reelmill;

/// <summary>What a pipeline of a program's own made of a video.</summary>
/// <param name="Input">The file or URL, without secrets.</param>
/// <param name="Video">The id of its content.</param>
/// <param name="Paths">The full paths of the files, in ordinal order.</param>
/// <param name="Outcome">What else the pipeline said of it; null when nothing.</param>
public sealed record MadeFiles(string Input, string Video, IReadOnlyList<string> Paths, string? Outcome);
