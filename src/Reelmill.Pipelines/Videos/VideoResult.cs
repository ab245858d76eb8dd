using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Videos;

/// <summary>The result of a custom pipeline for one video.</summary>
/// <param name="Video">The video; the files that <see cref="ProbedVideo.WriteAsync"/> wrote become visible together.</param>
public sealed record VideoResult(ProbedVideo Video)
{
    /// <summary>Additional data for the catalog, such as JSON; null when the files are the whole result.</summary>
    public string? Outcome { get; init; }
}
