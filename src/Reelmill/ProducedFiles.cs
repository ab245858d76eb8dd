namespace Reelmill;

/// <summary>The files that a custom pipeline produced for a video.</summary>
/// <param name="Input">The file or URL, without secrets.</param>
/// <param name="Video">The id of the video's content.</param>
/// <param name="Paths">The full paths of the files, in ordinal order.</param>
/// <param name="Outcome">The additional data of the pipeline, <see cref="Pipelines.Videos.VideoResult.Outcome"/>; null when there is none.</param>
public sealed record ProducedFiles(string Input, string Video, IReadOnlyList<string> Paths, string? Outcome);
