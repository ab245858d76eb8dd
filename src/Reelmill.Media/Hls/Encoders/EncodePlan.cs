using Reelmill.Media.Formats.Packets;
using Reelmill.Media.Hls.Ladders;
using Reelmill.Media.Interlacing;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Hls.Encoders;

/// <summary>The outputs of one decode of a source.</summary>
/// <param name="Media">The source.</param>
/// <param name="Renditions">The video renditions, largest first.</param>
/// <param name="Audio">The audio tracks, the default one first.</param>
/// <param name="Subtitles">The text subtitle tracks, in file order.</param>
/// <param name="Thumbnails">The thumbnails for a player's timeline.</param>
public sealed record EncodePlan(
    MediaInfo Media,
    IReadOnlyList<Rendition> Renditions,
    IReadOnlyList<AudioTrack> Audio,
    IReadOnlyList<SubtitleTrack> Subtitles,
    ThumbnailPlan Thumbnails)
{
    /// <summary>The keyframe interval, with keyframes at the same times in all renditions.</summary>
    public static readonly TimeSpan KeyframeInterval = TimeSpan.FromSeconds(2);

    /// <summary>The measured scan type, by which frames are deinterlaced.</summary>
    /// <value>Progressive by default.</value>
    public ScanType Scan { get; init; }

    /// <summary>The times of all keyframes, in seconds from the start of the source.</summary>
    /// <value>Null by default: the first frame at or after every 2 s, counted from the first frame.</value>
    public IReadOnlyList<double>? KeyframeTimes { get; init; }

    /// <summary>The parts of the encode, each a process; together they create all outputs.</summary>
    /// <value>One part by default.</value>
    public IReadOnlyList<EncodePart> Parts { get; init; } = [EncodePart.Whole];

    /// <summary>The required number of frames in each rendition; checked when the stream is packaged.</summary>
    /// <value>Null by default: any number.</value>
    public int? FrameCount { get; init; }

    /// <summary>The video stream that is encoded.</summary>
    public VideoStream Video => Media.RequireVideo();

    /// <summary>The average frame rate of every rendition; null when unknown.</summary>
    public double? FrameRate => Video.AverageFrameRate?.ToDouble() is > 0 and var rate ? Math.Min(rate, VideoFilters.MaxFrameRate) : null;

    /// <summary>The renditions that are encoded rather than passed through.</summary>
    public IReadOnlyList<Rendition> Encoded => [.. Renditions.Where(static r => !r.IsPassthrough)];

    /// <summary>
    /// Whether the encoder receives every frame of the source once, so that frames can be counted and cut before the
    /// encode.
    /// </summary>
    public bool PreservesFrames => Scan == ScanType.Progressive && !VideoFilters.LowersFrameRate(Video);

    /// <summary>Plans the encode of a source.</summary>
    /// <param name="media">The source.</param>
    /// <param name="ladder">The requested renditions.</param>
    /// <param name="allowUpscale">Whether rungs larger than the source are kept.</param>
    /// <exception cref="Core.ItemException"><c>no_video</c>: the source has no video.</exception>
    public static EncodePlan Create(MediaInfo media, Ladder ladder, bool allowUpscale)
    {
        var video = media.RequireVideo();
        return new EncodePlan(media, RenditionPlanner.Plan(ladder, video, allowUpscale), AudioTrack.FromMedia(media), SubtitleTrack.FromMedia(media), ThumbnailPlan.Create(media));
    }

    /// <summary>Returns the encoded files of a rendition in order, relative to the folder of the encode.</summary>
    /// <param name="rendition">The rendition.</param>
    public IReadOnlyList<string> GetVideoFiles(Rendition rendition) =>
        [.. Parts.Where(static p => p.HasVideo).Select(p => Path.Combine(p.Name, GetVideoFileName(rendition)))];

    /// <summary>Converts a timestamp of the source's video to seconds from the start of the source.</summary>
    internal double ToSeconds(long pts) => Ticks.Seconds(pts, Video.TimeBase) - (Media.StartTime ?? TimeSpan.Zero).TotalSeconds;

    /// <summary>
    /// Returns the start of an audio track in seconds from the start of the source; 0 where the source does not state
    /// it.
    /// </summary>
    internal double GetStart(AudioTrack track) => Math.Max(0, ((track.Stream.StartTime - Media.StartTime) ?? TimeSpan.Zero).TotalSeconds);

    /// <summary>The folder of audio, subtitles and thumbnails, relative to the folder of the encode.</summary>
    public string NonVideoFolder => Parts.First(static p => p.HasNonVideo).Name;

    internal static string GetVideoFileName(Rendition rendition) => $"video-{rendition.Name}.mp4";
}
