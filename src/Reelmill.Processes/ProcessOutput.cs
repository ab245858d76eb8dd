namespace Reelmill.Processes;

/// <summary>What a process that ended well left behind.</summary>
/// <param name="Bytes">All of its stdout.</param>
/// <param name="Exit">How it ended; its code is 0.</param>
public sealed record ProcessOutput(ReadOnlyMemory<byte> Bytes, ProcessExit Exit);
