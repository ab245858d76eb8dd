using Reelmill.Library.Artifacts;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Videos;

/// <summary>What a pipeline made of a video.</summary>
/// <param name="Video">The video.</param>
/// <param name="Files">The files, from <see cref="ProbedVideo.WriteAsync"/>; they become visible together.</param>
public sealed record VideoResult(ProbedVideo Video, IReadOnlyList<Artifact> Files)
{
    /// <summary>What else the catalog keeps of it, such as JSON; null when the files say it all.</summary>
    public string? Outcome { get; init; }
}
