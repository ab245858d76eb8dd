namespace Reelmill.Pipelines.Mine;

/// <summary>A video whose frames are in the library.</summary>
/// <param name="Id">The id of the video's content.</param>
/// <param name="Sampled">The number of sampled frames.</param>
/// <param name="Kept">The number of frames kept, before comparison with other videos.</param>
internal sealed record CommittedVideo(string Id, int Sampled, int Kept);
