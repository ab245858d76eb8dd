using Reelmill.Core.Reporting;

namespace Reelmill.Pipelines.Runs;

/// <summary>Records a run's progress in bounded memory: a long run is recorded at a coarser step, not cut off.</summary>
internal sealed class TimelineRecorder
{
    /// <summary>The maximum number of points.</summary>
    public const int MaxPoints = 600;

    private readonly List<RunReport> _reports = [];
    private int _step = 1;
    private int _seen;

    public void Add(RunReport report)
    {
        if (_seen++ % _step != 0)
        {
            return;
        }

        _reports.Add(report);
        if (_reports.Count >= MaxPoints)
        {
            for (var i = _reports.Count - 1; i > 0; i -= 2)
            {
                _reports.RemoveAt(i);
            }

            _step *= 2;
        }
    }

    /// <summary>Creates the timeline, with the end of the run as its last point.</summary>
    public Timeline Finish(RunReport last)
    {
        var points = new List<TimelinePoint>(_reports.Count + 1);
        RunReport? before = null;
        foreach (var report in _reports.Append(last))
        {
            points.Add(CreatePoint(before, report));
            before = report;
        }

        return new Timeline([.. last.Stages.Select(static s => s.Name)], points);
    }

    private static TimelinePoint CreatePoint(RunReport? before, RunReport now)
    {
        var shares = now.Stages.Select((stage, i) => ComputeShares(before?.Stages[i].Times ?? default, stage.Times)).ToArray();
        return new TimelinePoint(
            Rounded.Seconds(now.Elapsed.TotalSeconds),
            now.Done + now.Dropped + now.Failed,
            Array.ConvertAll(shares, static s => Rounded.Seconds(s.Busy)),
            Array.ConvertAll(shares, static s => Rounded.Seconds(s.Starved)),
            Array.ConvertAll(shares, static s => Rounded.Seconds(s.Blocked)),
            [.. now.Stages.Select(static s => Rounded.Seconds((double)s.Queued / s.QueueBound))]);
    }

    private static WorkerTimes ComputeShares(WorkerTimes before, WorkerTimes now)
    {
        var (busy, starved, blocked) = (now.Busy - before.Busy, now.Starved - before.Starved, now.Blocked - before.Blocked);
        var all = busy + starved + blocked;
        return all <= 0 ? default : new WorkerTimes(busy / all, starved / all, blocked / all);
    }
}
