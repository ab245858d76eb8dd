namespace Reelmill.Processes;

/// <summary>How a process ended.</summary>
/// <param name="Code">Its exit code; 128 plus the signal's number when a signal ended it.</param>
/// <param name="Signal">The number of the signal that ended it, or null when it ended by itself.</param>
/// <param name="ErrorTail">The last 16 KiB of its stderr.</param>
/// <param name="CpuTime">User and system time of the process and of the children that it waited for.</param>
public sealed record ProcessExit(int Code, int? Signal, string ErrorTail, TimeSpan CpuTime);
