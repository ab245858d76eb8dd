namespace Reelmill.Pipelines.Mine;

/// <summary>The names of the rules that drop duplicates, and of those that decide by detections. The quality rules are in <see cref="Vision.Quality.QualityRules"/>.</summary>
public static class Rules
{
    /// <summary>The frame is a duplicate of an earlier kept frame of the same video.</summary>
    public const string DuplicateInVideo = "duplicate_in_video";

    /// <summary>The frame is a duplicate of a better frame of another video.</summary>
    public const string DuplicateAcrossVideos = "duplicate_across_videos";

    /// <summary>None of the required classes was detected.</summary>
    public const string ClassMissing = "class_missing";

    /// <summary>Detections, such as text, cover too much of the frame.</summary>
    public const string Covered = "covered";
}
