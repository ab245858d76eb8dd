using System.Diagnostics;
using Reelmill.Library.Jobs;

namespace Reelmill.Server.Metrics;

/// <summary>The metrics that are computed at scrape time: jobs by state, and the process.</summary>
/// <param name="jobs">The store of jobs.</param>
internal sealed class ServerMetrics(JobStore jobs)
{
    public async Task<IReadOnlyList<MetricFamily>> ReadAsync(CancellationToken cancellationToken)
    {
        using var process = Process.GetCurrentProcess();
        var started = new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000.0;
        return
        [
            new MetricFamily("reelmill_jobs", MetricType.Gauge, "Jobs by state.", await JobsAsync(cancellationToken).ConfigureAwait(false)),
            Single("process_cpu_seconds_total", MetricType.Counter, "CPU time of the server process, without child processes.", Environment.CpuUsage.TotalTime.TotalSeconds),
            Single("process_resident_memory_bytes", MetricType.Gauge, "Resident memory of the server process, without child processes.", Environment.WorkingSet),
            Single("process_start_time_seconds", MetricType.Gauge, "Start time of the server process, in Unix seconds.", started),
        ];
    }

    private static MetricFamily Single(string name, MetricType type, string help, double value) => new(name, type, help, [MetricSample.Create(value)]);

    private async Task<IReadOnlyList<MetricSample>> JobsAsync(CancellationToken cancellationToken)
    {
        var samples = new List<MetricSample>();
        foreach (var state in Enum.GetValues<JobState>())
        {
            var count = await jobs.CountAsync(cancellationToken, state).ConfigureAwait(false);
            samples.Add(MetricSample.Create(count, new KeyValuePair<string, string>("state", state.ToString().ToLowerInvariant())));
        }

        return samples;
    }
}
