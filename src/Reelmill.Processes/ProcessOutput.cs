namespace Reelmill.Processes;

/// <summary>The output and exit status of a successful process.</summary>
/// <param name="Bytes">All of stdout.</param>
/// <param name="Exit">The exit status; its code is 0.</param>
public sealed record ProcessOutput(ReadOnlyMemory<byte> Bytes, ProcessExit Exit);
