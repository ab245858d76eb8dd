using Reelmill.Media.Formats.Mp4;

namespace Reelmill.Media.Hls.Checking.Measuring;

/// <summary>A measured initialization segment.</summary>
/// <param name="Name">The file, relative to the stream.</param>
/// <param name="Tracks">The tracks; empty when the file cannot be read or is not MP4.</param>
/// <param name="Fault">Why the file cannot be read; null when it can.</param>
internal sealed record MeasuredInitSegment(string Name, IReadOnlyList<Track> Tracks, SegmentFault? Fault);
