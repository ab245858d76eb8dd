namespace Reelmill.Processes;

/// <summary>The exit status of a child: an exit code, or the signal that terminated it.</summary>
internal sealed record ChildStatus(int Code, int? Signal, TimeSpan CpuTime)
{
    private const int SignalBits = 0x7f;
    private const int ShellSignalBase = 128;

    /// <summary>Decodes the status word of wait(2).</summary>
    public static ChildStatus From(int status, TimeSpan cpuTime)
    {
        var signal = status & SignalBits;
        return signal == 0
            ? new ChildStatus((status >> 8) & 0xff, null, cpuTime)
            : new ChildStatus(ShellSignalBase + signal, signal, cpuTime);
    }
}
