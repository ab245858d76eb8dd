using System.Diagnostics.Metrics;
using System.Numerics;

namespace Reelmill.Core.Reporting;

/// <summary>
/// Publishes the stages of all runs as observable instruments of <see cref="Telemetry.Meter"/>. The counts of ended runs
/// are kept, so that the counters of a process are monotonic.
/// </summary>
internal static class RunGauges
{
    private static readonly Lock Gate = new();
    private static readonly List<IRunReporter> Runs = [];
    private static readonly Dictionary<(string Pipeline, string Stage), StageReport> Ended = [];

    static RunGauges()
    {
        var meter = Telemetry.Meter;
        meter.CreateObservableCounter("reelmill.stage.in", () => Observe(static s => s.In), "{value}", "Values taken by a stage.");
        meter.CreateObservableCounter("reelmill.stage.out", () => Observe(static s => s.Out), "{value}", "Values given by a stage.");
        meter.CreateObservableCounter("reelmill.stage.dropped", () => Observe(static s => s.Dropped), "{value}", "Values dropped by a stage.");
        meter.CreateObservableCounter("reelmill.stage.failed", () => Observe(static s => s.Failed), "{value}", "Values given up by a stage.");
        meter.CreateObservableCounter("reelmill.stage.busy", () => Observe(static s => s.Times.Busy), "s", "Time that a stage's workers worked.");
        meter.CreateObservableCounter("reelmill.stage.starved", () => Observe(static s => s.Times.Starved), "s", "Time that they waited for input.");
        meter.CreateObservableCounter("reelmill.stage.blocked", () => Observe(static s => s.Times.Blocked), "s", "Time that they waited for output.");
        meter.CreateObservableGauge("reelmill.stage.queued", () => Observe(static s => (long)s.Queued), "{value}", "Values waiting in front of a stage.");
    }

    public static void Add(IRunReporter run)
    {
        lock (Gate)
        {
            Runs.Add(run);
        }
    }

    public static void Remove(IRunReporter run)
    {
        lock (Gate)
        {
            Runs.Remove(run);
            var report = run.Report();
            foreach (var stage in report.Stages)
            {
                var key = (report.Pipeline, stage.Name);
                Ended[key] = Ended.TryGetValue(key, out var before) ? Sum(before, stage) : stage;
            }
        }
    }

    private static StageReport Sum(StageReport a, StageReport b) => b with
    {
        In = a.In + b.In,
        Out = a.Out + b.Out,
        Dropped = a.Dropped + b.Dropped,
        Failed = a.Failed + b.Failed,
        Retried = a.Retried + b.Retried,
        WorkerTimes = [a.Times.Add(b.Times)],
    };

    /// <summary>Reads one measurement for each pipeline and stage; concurrent runs of a pipeline are one series.</summary>
    private static List<Measurement<T>> Observe<T>(Func<StageReport, T> read)
        where T : struct, INumber<T>
    {
        lock (Gate)
        {
            var live =
                from report in Runs.Select(static r => r.Report())
                from stage in report.Stages
                select KeyValuePair.Create((report.Pipeline, Stage: stage.Name), stage);
            return [.. live.Concat(Ended)
                .GroupBy(static s => s.Key, s => read(s.Value))
                .Select(static g => new Measurement<T>(
                    g.Aggregate(T.Zero, static (sum, value) => sum + value), new("pipeline", g.Key.Pipeline), new("stage", g.Key.Stage)))];
        }
    }
}

/// <summary>A run that can report its progress.</summary>
internal interface IRunReporter
{
    RunReport Report();
}
