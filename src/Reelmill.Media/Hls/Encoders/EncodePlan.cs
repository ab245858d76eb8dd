using Reelmill.Media.Formats.Packets;
using Reelmill.Media.Hls.Ladders;
using Reelmill.Media.Interlacing;
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

    /// <summary>The scan type that was measured; frames are deinterlaced by it.</summary>
    /// <value>Progressive by default.</value>
    public ScanType Scan { get; init; }

    /// <summary>The times of all key frames in seconds from the start of the source.</summary>
    /// <value>Null by default: the first picture at or after every 2 s from the first one.</value>
    public IReadOnlyList<double>? KeyTimes { get; init; }

    /// <summary>What is made by a process of its own; together they are the whole.</summary>
    /// <value>One part by default.</value>
    public IReadOnlyList<EncodePart> Parts { get; init; } = [EncodePart.Whole];

    /// <summary>How many pictures each rendition must have; checked when they are packaged.</summary>
    /// <value>Null by default: as many as there are.</value>
    public int? Pictures { get; init; }

    /// <summary>The stream that is encoded.</summary>
    public VideoStream Video => Media.RequireVideo();

    /// <summary>The pictures a second of every rendition, on average; null when unknown.</summary>
    public double? FrameRate => Video.AverageFrameRate?.ToDouble() is > 0 and var rate ? Math.Min(rate, VideoFilters.HighestFrameRate) : null;

    /// <summary>The renditions that are encoded rather than copied.</summary>
    public IReadOnlyList<Rendition> Encoded => [.. Renditions.Where(static r => !r.IsCopy)];

    /// <summary>Whether the encoder sees the source's pictures one for one, so that they can be counted and cut beforehand.</summary>
    public bool KeepsPictures => Scan == ScanType.Progressive && !VideoFilters.LowersRate(Video);

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

    /// <summary>The files of a rendition, in order, below the folder of the encode.</summary>
    /// <param name="rendition">The rendition.</param>
    public IReadOnlyList<string> VideoFiles(Rendition rendition) =>
        [.. Parts.Where(static p => p.HasVideo).Select(p => Path.Combine(p.Name, VideoFile(rendition)))];

    /// <summary>A time of the source's pictures, in seconds from its start.</summary>
    internal double SecondsOf(long pts) => Ticks.ToSeconds(pts, Video.TimeBase) - (Media.StartTime ?? TimeSpan.Zero).TotalSeconds;

    /// <summary>When a sound begins, in seconds from the start of the source; 0 where the source does not say.</summary>
    internal double StartOf(AudioTrack track) => Math.Max(0, ((track.Stream.StartTime - Media.StartTime) ?? TimeSpan.Zero).TotalSeconds);

    /// <summary>The folder of sound, text and thumbnails, below the folder of the encode.</summary>
    public string RestFolder => Parts.First(static p => p.HasRest).Name;

    internal static string VideoFile(Rendition rendition) => $"video-{rendition.Name}.mp4";
}
