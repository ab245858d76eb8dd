namespace Reelmill.Pipelines.Mine;

/// <summary>The rules that drop duplicates, and frames for what is in them; those of quality are in <see cref="Vision.Quality.QualityRules"/>.</summary>
public static class Rules
{
    /// <summary>Within the limit of an earlier kept frame of the same video.</summary>
    public const string DuplicateInVideo = "duplicate_in_video";

    /// <summary>Within the limit of a better frame of another video.</summary>
    public const string DuplicateAcrossVideos = "duplicate_across_videos";

    /// <summary>None of the classes that must be there was found.</summary>
    public const string ClassMissing = "class_missing";

    /// <summary>What was found, such as text, covers too much of the picture.</summary>
    public const string Covered = "covered";
}
