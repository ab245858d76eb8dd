namespace Reelmill.Media.Hls.Checking.Measuring;

/// <summary>The presentation time and byte position of a frame at which decoding can begin.</summary>
/// <param name="Time">The presentation time in seconds of the media timeline.</param>
/// <param name="Offset">The offset of the first byte in the file.</param>
/// <param name="End">The offset after the last byte.</param>
internal readonly record struct KeyframeLocation(double Time, long Offset, long End);
