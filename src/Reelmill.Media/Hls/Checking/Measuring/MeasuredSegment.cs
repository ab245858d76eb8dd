using Reelmill.Media.Formats.Playlists;

namespace Reelmill.Media.Hls.Checking.Measuring;

/// <summary>A measured segment.</summary>
/// <param name="Entry">The segment's entry in the playlist.</param>
/// <param name="Name">The file, relative to the stream.</param>
/// <param name="Start">The sum of the preceding durations, in seconds.</param>
/// <param name="Bytes">The number of bytes that a player loads.</param>
/// <param name="Media">The measured media; null when the segment was not measured.</param>
/// <param name="Fault">Why the segment was not measured; null when nothing is wrong.</param>
internal sealed record MeasuredSegment(MediaSegment Entry, string Name, decimal Start, long Bytes, SegmentMedia? Media, SegmentFault? Fault)
{
    public decimal End => Start + Entry.Seconds;
}
