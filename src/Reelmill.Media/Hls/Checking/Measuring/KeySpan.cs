namespace Reelmill.Media.Hls.Checking.Measuring;

/// <summary>A picture at which decoding can begin.</summary>
/// <param name="Time">When it is shown, in seconds of the media's own clock.</param>
/// <param name="Offset">Where its bytes begin in the file.</param>
/// <param name="End">Where they end.</param>
internal readonly record struct KeySpan(double Time, long Offset, long End);
