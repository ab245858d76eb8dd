namespace Reelmill.Media.Hls.Checking.Reading;

/// <summary>Thrown when a file of the stream could not be read.</summary>
/// <param name="fault">The reason.</param>
/// <param name="problem">The problem, as a clause.</param>
/// <param name="remedy">The fix, for a playlist or a segment.</param>
internal sealed class ReadException(ReadFault fault, string problem, string remedy) : Exception($"{problem}; {remedy}")
{
    public ReadFault Fault => fault;

    public string Problem => problem;
}
