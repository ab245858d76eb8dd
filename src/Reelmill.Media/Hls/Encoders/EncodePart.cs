namespace Reelmill.Media.Hls.Encoders;

/// <summary>What one ffmpeg makes of a source: all of it, a range of its pictures, or all but its pictures.</summary>
/// <param name="Name">Its name, unique in its source and safe in file names.</param>
/// <param name="Range">The pictures; null for all.</param>
/// <param name="HasVideo">Whether the video renditions are made.</param>
/// <param name="HasRest">Whether sound, text and thumbnails are made.</param>
public sealed record EncodePart(string Name, PictureRange? Range, bool HasVideo, bool HasRest)
{
    /// <summary>All of a source.</summary>
    public static EncodePart Whole { get; } = new("whole", null, HasVideo: true, HasRest: true);

    /// <summary>All but the pictures, which parts of their own make.</summary>
    public static EncodePart Rest { get; } = new("rest", null, HasVideo: false, HasRest: true);
}

/// <summary>The pictures from one key frame of the output to another.</summary>
/// <param name="StartPts">The time of the first picture, in units of the source's time base.</param>
/// <param name="EndPts">The time that the pictures come before; the largest number for the end of the source.</param>
/// <param name="SeekSeconds">Where the source is read from: a key frame of its own that is not later, in seconds of its own times; null for its start.</param>
public sealed record PictureRange(long StartPts, long EndPts, double? SeekSeconds);
