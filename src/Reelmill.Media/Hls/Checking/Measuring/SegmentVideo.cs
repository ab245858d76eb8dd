using Reelmill.Media.Formats.H264;

namespace Reelmill.Media.Hls.Checking.Measuring;

/// <summary>The measured video of a segment.</summary>
/// <param name="Codec">The codec as RFC 6381 names it; only the sample entry where profile and level are unknown.</param>
/// <param name="Parameters">The sequence parameter set; null for codecs other than H.264.</param>
/// <param name="FrameCount">The number of frames.</param>
/// <param name="Start">The earliest presentation time, in seconds of the media timeline.</param>
/// <param name="End">The end of the last frame, in the same seconds.</param>
/// <param name="BeginsWithIdr">Whether the first frame in decode order is an IDR frame.</param>
/// <param name="Keyframes">The IDR frames in order.</param>
internal sealed record SegmentVideo(
    string Codec, SequenceParameters? Parameters, int FrameCount, double Start, double End, bool BeginsWithIdr, IReadOnlyList<KeyframeLocation> Keyframes);
