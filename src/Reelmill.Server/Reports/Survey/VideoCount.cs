namespace Reelmill.Server.Reports.Survey;

/// <summary>The number of sampled and kept frames of one video.</summary>
internal readonly record struct VideoCount(long Sampled, long Kept)
{
    public long Dropped => Sampled - Kept;

    public VideoCount Add(bool kept) => new(Sampled + 1, Kept + (kept ? 1 : 0));
}
