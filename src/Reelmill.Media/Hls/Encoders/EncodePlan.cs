using Reelmill.Media.Hls.Ladders;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Hls.Encoders;

/// <summary>What one decode of a source is made into.</summary>
/// <param name="Media">The source.</param>
/// <param name="Renditions">The video renditions, largest first.</param>
/// <param name="Audio">The audio streams, the default one first.</param>
/// <param name="Subtitles">The subtitle streams that are text, in the file's order.</param>
/// <param name="Thumbnails">The small pictures for a player's time line.</param>
public sealed record EncodePlan(
    MediaInfo Media,
    IReadOnlyList<Rendition> Renditions,
    IReadOnlyList<AudioTrack> Audio,
    IReadOnlyList<SubtitleTrack> Subtitles,
    ThumbnailPlan Thumbnails)
{
    /// <summary>Key frames lie this far apart, at the same times in all renditions.</summary>
    public static readonly TimeSpan KeyFrameInterval = TimeSpan.FromSeconds(2);

    /// <summary>The stream that is encoded.</summary>
    public VideoStream Video => Media.RequireVideo();

    /// <summary>The pictures a second of every rendition, on average; null when unknown.</summary>
    public double? FrameRate => Video.AverageFrameRate?.ToDouble() is > 0 and var rate ? Math.Min(rate, VideoFilters.HighestFrameRate) : null;

    /// <summary>Plans a source.</summary>
    /// <param name="media">The source.</param>
    /// <param name="ladder">The renditions that are wanted.</param>
    /// <param name="allowUpscale">Whether those are made too that are larger than the source.</param>
    /// <exception cref="Core.ItemException"><c>no_video</c>: it has none.</exception>
    public static EncodePlan For(MediaInfo media, Ladder ladder, bool allowUpscale)
    {
        var video = media.RequireVideo();
        return new EncodePlan(media, RenditionPlan.For(ladder, video, allowUpscale), AudioTrack.Of(media), SubtitleTrack.Of(media), ThumbnailPlan.For(media));
    }

    /// <summary>The name of the file that the encoder writes.</summary>
    /// <param name="rendition">The rendition.</param>
    public static string VideoFile(Rendition rendition) => $"video-{rendition.Name}.mp4";
}
