namespace Reelmill.Server.Reports.Survey;

/// <summary>How many frames of one video were sampled and kept.</summary>
internal readonly record struct VideoCount(long Sampled, long Kept)
{
    public long Dropped => Sampled - Kept;

    public VideoCount And(bool kept) => new(Sampled + 1, Kept + (kept ? 1 : 0));
}
