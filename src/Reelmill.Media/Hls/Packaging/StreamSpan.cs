namespace Reelmill.Media.Hls.Packaging;

/// <summary>
/// A time range of the encoder's timeline. For a stream, every rendition begins at the start, which becomes 0, and ends
/// at the end.
/// </summary>
/// <param name="Start">The start in seconds.</param>
/// <param name="End">The end in seconds.</param>
internal readonly record struct StreamSpan(double Start, double End)
{
    /// <summary>The maximum difference between audio and video, in seconds, that is cut from the audio; viewers do not notice it.</summary>
    public const double SyncTolerance = 0.1;

    public double Seconds => End - Start;

    /// <summary>
    /// Combines video and audio: frames are repeated where the audio begins earlier or ends later, and a difference
    /// within the sync tolerance is cut from the audio.
    /// </summary>
    /// <param name="video">The time range from the first frame to the end of the last.</param>
    /// <param name="audio">The time range from the first to the last audio sample of any rendition; null for video without audio.</param>
    public static StreamSpan Combine(StreamSpan video, StreamSpan? audio) => new(
        video.Start - audio?.Start > SyncTolerance ? audio!.Value.Start : video.Start,
        audio?.End - video.End > SyncTolerance ? audio!.Value.End : video.End);
}
