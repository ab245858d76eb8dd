namespace Reelmill.Media.Hls.Encoders;

/// <summary>The outputs of one ffmpeg process: everything, the video of a range of frames, or everything but video.</summary>
/// <param name="Name">The name, unique in its source and safe in file names.</param>
/// <param name="Range">The range of frames; null for all.</param>
/// <param name="HasVideo">Whether the part encodes the video renditions.</param>
/// <param name="HasNonVideo">Whether the part creates audio, subtitles and thumbnails.</param>
public sealed record EncodePart(string Name, FrameRange? Range, bool HasVideo, bool HasNonVideo)
{
    /// <summary>A single part with all outputs.</summary>
    public static EncodePart Whole { get; } = new("whole", null, HasVideo: true, HasNonVideo: true);

    /// <summary>The part without video, beside parts for the video.</summary>
    public static EncodePart NonVideo { get; } = new("rest", null, HasVideo: false, HasNonVideo: true);
}

/// <summary>The frames from one keyframe of the output to another.</summary>
/// <param name="StartPts">The presentation time of the first frame, in units of the source's time base.</param>
/// <param name="EndPts">The exclusive end, in the same units; <see cref="long.MaxValue"/> for the end of the source.</param>
/// <param name="SeekSeconds">
/// A keyframe of the source at or before the start, in seconds from the start of the source, to seek to; null to read
/// from the start.
/// </param>
public sealed record FrameRange(long StartPts, long EndPts, double? SeekSeconds);
