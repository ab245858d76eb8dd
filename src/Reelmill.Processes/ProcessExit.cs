namespace Reelmill.Processes;

/// <summary>The exit status of a process.</summary>
/// <param name="Code">The exit code; 128 plus the signal number when a signal terminated the process.</param>
/// <param name="Signal">The number of the terminating signal; null when the process exited by itself.</param>
/// <param name="ErrorTail">The last 16 KiB of stderr.</param>
/// <param name="CpuTime">User plus system time of the process and of the children that it has waited for.</param>
public sealed record ProcessExit(int Code, int? Signal, string ErrorTail, TimeSpan CpuTime);
