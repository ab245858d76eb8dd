using System.Diagnostics.Metrics;

namespace Reelmill.Core.Reporting;

/// <summary>Publishes the stages of the runs under way as observable instruments of <see cref="Telemetry.Meter"/>.</summary>
internal static class RunGauges
{
    private static readonly Lock Gate = new();
    private static readonly List<IRunReporter> Runs = [];

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
        }
    }

    private static IEnumerable<Measurement<T>> Observe<T>(Func<StageReport, T> read)
        where T : struct
    {
        IRunReporter[] runs;
        lock (Gate)
        {
            runs = [.. Runs];
        }

        return
            from report in runs.Select(static r => r.Report())
            from stage in report.Stages
            select new Measurement<T>(read(stage), new("pipeline", report.Pipeline), new("stage", stage.Name));
    }
}

/// <summary>A run under way that can say where it stands.</summary>
internal interface IRunReporter
{
    RunReport Report();
}
