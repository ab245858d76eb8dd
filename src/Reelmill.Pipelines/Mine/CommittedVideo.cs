namespace Reelmill.Pipelines.Mine;

/// <summary>A video whose frames are in the library.</summary>
/// <param name="Id">The id of its content.</param>
/// <param name="Sampled">Its sampled frames.</param>
/// <param name="Kept">Those that were kept, before other videos were looked at.</param>
internal sealed record CommittedVideo(string Id, int Sampled, int Kept);
