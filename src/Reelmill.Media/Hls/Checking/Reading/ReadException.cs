namespace Reelmill.Media.Hls.Checking.Reading;

/// <summary>A file of the stream could not be read.</summary>
/// <param name="fault">Why.</param>
/// <param name="what">What is wrong.</param>
/// <param name="remedy">What to do, when it is a playlist or a segment.</param>
internal sealed class ReadException(ReadFault fault, string what, string remedy) : Exception($"{what}; {remedy}")
{
    public ReadFault Fault => fault;

    public string What => what;
}
