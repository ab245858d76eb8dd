namespace Reelmill.Pipelines.Reports.Survey;

/// <summary>How many frames of one video were sampled and kept, and where the last one is.</summary>
internal readonly record struct VideoCount(long Sampled, long Kept, long LastMs)
{
    public VideoCount And(bool kept, long timeMs) => new(Sampled + 1, Kept + (kept ? 1 : 0), Math.Max(LastMs, timeMs));
}
