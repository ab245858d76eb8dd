using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Videos;

/// <summary>What a pipeline made of a video.</summary>
/// <param name="Video">The video; the files that <see cref="ProbedVideo.WriteAsync"/> wrote become visible together.</param>
public sealed record VideoResult(ProbedVideo Video)
{
    /// <summary>What else the catalog keeps of it, such as JSON; null when the files say it all.</summary>
    public string? Outcome { get; init; }
}
