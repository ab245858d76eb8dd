using Reelmill.Media.Hls.Packaging;

namespace Reelmill.Media.Hls.Checking.Measuring;

/// <summary>What a segment holds.</summary>
/// <param name="IsMp4">Whether it is fragmented MP4, which needs an initialisation segment.</param>
/// <param name="Pictures">Its video; null for none.</param>
/// <param name="AudioCodec">The codec of its sound; null for none, or one that is not known.</param>
internal sealed record SegmentMedia(bool IsMp4, CodedFrameFacts? Pictures, string? AudioCodec)
{
    /// <summary>From its first sample of sound to its last, in seconds of the media's own clock; null for none, or times that are not known.</summary>
    public StreamSpan? Sound { get; init; }

    /// <summary>The end of pictures or sound, whichever it has.</summary>
    public double? End => Pictures?.End ?? Sound?.End;
}
