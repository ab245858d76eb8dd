namespace Reelmill.Media.Hls.Checking.Measuring;

/// <summary>What a segment holds.</summary>
/// <param name="IsMp4">Whether it is fragmented MP4, which needs an initialisation segment.</param>
/// <param name="Pictures">Its video; null for none.</param>
/// <param name="AudioCodec">The codec of its sound; null for none, or one that is not known.</param>
internal sealed record SegmentMedia(bool IsMp4, PictureFacts? Pictures, string? AudioCodec);
