namespace Reelmill.Media.Hls.Checking.Measuring;

/// <summary>Ends looking into one segment.</summary>
/// <param name="kind">The kind of fault.</param>
/// <param name="message">What was found and what to do.</param>
internal sealed class FaultException(FaultKind kind, string message) : Exception(message)
{
    public SegmentFault Fault { get; } = new(kind, message);
}
