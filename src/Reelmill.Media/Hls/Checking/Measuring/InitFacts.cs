using Reelmill.Media.Formats.Mp4;

namespace Reelmill.Media.Hls.Checking.Measuring;

/// <summary>What a player reads before segments.</summary>
/// <param name="Name">Its file, relative to the stream.</param>
/// <param name="Tracks">Its tracks; none when it cannot be read, or is no MP4.</param>
/// <param name="Fault">Why it cannot be read; null when it can.</param>
internal sealed record InitFacts(string Name, IReadOnlyList<Track> Tracks, SegmentFault? Fault);
