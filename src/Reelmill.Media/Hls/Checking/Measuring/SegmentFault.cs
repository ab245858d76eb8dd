namespace Reelmill.Media.Hls.Checking.Measuring;

/// <summary>The reason why a segment was not measured.</summary>
/// <param name="Kind">The kind of fault.</param>
/// <param name="Message">The finding and the fix.</param>
internal sealed record SegmentFault(SegmentFaultKind Kind, string Message);
