namespace Reelmill.Media.Hls.Checking.Measuring;

/// <summary>Why a segment was not looked into.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Message">What was found and what to do.</param>
internal sealed record SegmentFault(FaultKind Kind, string Message);
