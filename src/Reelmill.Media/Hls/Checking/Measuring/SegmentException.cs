namespace Reelmill.Media.Hls.Checking.Measuring;

/// <summary>Ends the measurement of one segment and carries its fault.</summary>
/// <param name="kind">The kind of fault.</param>
/// <param name="message">The finding and the fix.</param>
internal sealed class SegmentException(SegmentFaultKind kind, string message) : Exception(message)
{
    public SegmentFault Fault { get; } = new(kind, message);
}
