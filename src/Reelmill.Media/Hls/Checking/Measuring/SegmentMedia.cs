using Reelmill.Media.Hls.Packaging;

namespace Reelmill.Media.Hls.Checking.Measuring;

/// <summary>The measured media of a segment.</summary>
/// <param name="IsMp4">Whether the container is fragmented MP4, which needs an initialization segment.</param>
/// <param name="Video">The video; null for none.</param>
/// <param name="AudioCodec">The audio codec; null for no audio or an unknown codec.</param>
internal sealed record SegmentMedia(bool IsMp4, SegmentVideo? Video, string? AudioCodec)
{
    /// <summary>
    /// The time from the first audio sample to the end of the last, in seconds of the media timeline; null for no audio
    /// or unknown times.
    /// </summary>
    public StreamSpan? Audio { get; init; }

    /// <summary>The end of the video, or of the audio in a segment without video.</summary>
    public double? End => Video?.End ?? Audio?.End;
}
