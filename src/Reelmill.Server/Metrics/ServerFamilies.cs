using System.Diagnostics;
using Reelmill.Library.Jobs;

namespace Reelmill.Server.Metrics;

/// <summary>What is not measured but looked up when somebody asks: jobs and the process.</summary>
/// <param name="jobs">The jobs.</param>
internal sealed class ServerFamilies(JobStore jobs)
{
    public async Task<IReadOnlyList<MetricFamily>> ReadAsync(CancellationToken cancellationToken)
    {
        using var process = Process.GetCurrentProcess();
        var started = new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000.0;
        return
        [
            new MetricFamily("reelmill_jobs", MetricType.Gauge, "Jobs by how far they are.", await JobsAsync(cancellationToken).ConfigureAwait(false)),
            Single("process_cpu_seconds_total", MetricType.Counter, "Processor time of the server, without the programs that it starts.", Environment.CpuUsage.TotalTime.TotalSeconds),
            Single("process_resident_memory_bytes", MetricType.Gauge, "Memory of the server, without the programs that it starts.", Environment.WorkingSet),
            Single("process_start_time_seconds", MetricType.Gauge, "When the server started, in Unix seconds.", started),
        ];
    }

    private static MetricFamily Single(string name, MetricType type, string help, double value) => new(name, type, help, [MetricSample.Of(value)]);

    private async Task<IReadOnlyList<MetricSample>> JobsAsync(CancellationToken cancellationToken)
    {
        var samples = new List<MetricSample>();
        foreach (var state in Enum.GetValues<JobState>())
        {
            var count = await jobs.CountAsync(cancellationToken, state).ConfigureAwait(false);
            samples.Add(MetricSample.Of(count, new KeyValuePair<string, string>("state", state.ToString().ToLowerInvariant())));
        }

        return samples;
    }
}
