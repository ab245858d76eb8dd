namespace Reelmill.Media.Hls.Checking.Reading;

/// <summary>A file of the stream could not be read.</summary>
/// <param name="fault">Why.</param>
/// <param name="message">What is wrong and what to do.</param>
internal sealed class ReadException(ReadFault fault, string message) : Exception(message)
{
    public ReadFault Fault => fault;
}
