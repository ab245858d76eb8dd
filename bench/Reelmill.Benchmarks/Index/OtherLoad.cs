using System.Globalization;

namespace Reelmill.Benchmarks.Index;

/// <summary>What other processes took of the machine (Linux), to tell rounds that were disturbed.</summary>
internal sealed class OtherLoad
{
    /// <summary>The kernel counts in hundredths of a second.</summary>
    private const double Ticks = 100;

    private readonly long _began = TimeProvider.System.GetTimestamp();
    private readonly double _all = All();
    private readonly double _own = Own();

    /// <summary>Cores that others kept busy, on average since this was made.</summary>
    public double Cores => Math.Max(0, (All() - _all - (Own() - _own)) / TimeProvider.System.GetElapsedTime(_began).TotalSeconds);

    private static double Own() => Environment.CpuUsage.TotalTime.TotalSeconds;

    /// <summary>Seconds of all cores that were not idle, from the first line of /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal.</summary>
    private static double All()
    {
        var ticks = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1).Take(8).Select(static t => double.Parse(t, CultureInfo.InvariantCulture)).ToArray();
        return (ticks.Sum() - ticks[3] - ticks[4]) / Ticks;
    }
}
