using Reelmill.Media.Formats.Playlists;

namespace Reelmill.Media.Hls.Checking.Measuring;

/// <summary>A segment as it was found.</summary>
/// <param name="Entry">What its playlist says.</param>
/// <param name="Name">Its file, relative to the stream.</param>
/// <param name="Start">The sum of the durations before it, in seconds.</param>
/// <param name="Bytes">How many bytes a player loads.</param>
/// <param name="Media">What it holds; null when it was not looked into.</param>
/// <param name="Fault">Why it was not; null when nothing is wrong.</param>
internal sealed record SegmentFacts(MediaSegment Entry, string Name, decimal Start, long Bytes, SegmentMedia? Media, SegmentFault? Fault)
{
    public decimal End => Start + Entry.Seconds;
}
