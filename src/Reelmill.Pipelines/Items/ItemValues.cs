using Reelmill.Media.Fetching;
using Reelmill.Media.Probing;

namespace Reelmill.Pipelines.Items;

/// <summary>An input whose bytes are on this machine.</summary>
internal sealed record FetchedVideo(PipelineItem Item, FetchedFile File);

/// <summary>A video that was probed and may be worked on.</summary>
/// <param name="Item">The item.</param>
/// <param name="File">Its bytes.</param>
/// <param name="Id">The id of its content.</param>
/// <param name="Media">What probing found.</param>
/// <param name="Source">What is decoded: the file, or a copy in which each frame has its time.</param>
internal sealed record ProbedVideo(PipelineItem Item, FetchedFile File, string Id, MediaInfo Media, MediaInfo Source);
