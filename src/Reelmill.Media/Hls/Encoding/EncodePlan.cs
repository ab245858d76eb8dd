using Reelmill.Media.Hls.Ladders;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Hls.Encoding;

/// <summary>What one decode of a source is made into.</summary>
/// <param name="Media">The source.</param>
/// <param name="Renditions">The video renditions, largest first.</param>
/// <param name="Audio">The audio streams, the default one first.</param>
/// <param name="Subtitles">The subtitle streams that are text, in the file's order.</param>
/// <param name="Thumbnails">The small pictures for a player's time line.</param>
internal sealed record EncodePlan(
    MediaInfo Media,
    IReadOnlyList<Rendition> Renditions,
    IReadOnlyList<AudioTrack> Audio,
    IReadOnlyList<SubtitleTrack> Subtitles,
    ThumbnailPlan Thumbnails)
{
    /// <summary>Key frames lie this far apart, at the same times in all renditions.</summary>
    public static readonly TimeSpan KeyFrameInterval = TimeSpan.FromSeconds(2);

    public VideoStream Video => Media.RequireVideo();

    public static EncodePlan For(MediaInfo media, Ladder ladder, bool allowUpscale)
    {
        var video = media.RequireVideo();
        return new EncodePlan(media, RenditionPlan.For(ladder, video, allowUpscale), AudioTrack.Of(media), SubtitleTrack.Of(media), ThumbnailPlan.For(media));
    }

    public static string VideoFile(Rendition rendition) => $"video-{rendition.Name}.mp4";
}
