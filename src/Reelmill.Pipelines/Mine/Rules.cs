namespace Reelmill.Pipelines.Mine;

/// <summary>The rules that drop duplicates; those of quality are in <see cref="Vision.Quality.QualityRules"/>.</summary>
public static class Rules
{
    /// <summary>Within the limit of an earlier kept frame of the same video.</summary>
    public const string DuplicateInVideo = "duplicate_in_video";

    /// <summary>Within the limit of a better frame of another video.</summary>
    public const string DuplicateAcrossVideos = "duplicate_across_videos";
}
