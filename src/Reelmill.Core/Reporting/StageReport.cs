namespace Reelmill.Core.Reporting;

/// <summary>Counts of a stage, so far or in total.</summary>
/// <param name="Name">The stage.</param>
/// <param name="Workers">The number of workers.</param>
/// <param name="In">The number of values taken.</param>
/// <param name="Out">The number of values emitted.</param>
/// <param name="Dropped">The number of values dropped with a reason.</param>
/// <param name="Failed">The number of values that failed after their retries.</param>
/// <param name="Retried">The number of retried attempts.</param>
/// <param name="WorkerTimes">The time of each worker.</param>
/// <param name="Queued">The number of values in the queue now.</param>
/// <param name="QueueMax">The largest observed number of values in the queue.</param>
/// <param name="QueueBound">The capacity of the queue, in values.</param>
/// <param name="Hint">A hint how to speed up the stage other than with more workers.</param>
public sealed record StageReport(
    string Name,
    int Workers,
    long In,
    long Out,
    long Dropped,
    long Failed,
    long Retried,
    IReadOnlyList<WorkerTimes> WorkerTimes,
    int Queued,
    int QueueMax,
    int QueueBound,
    string? Hint)
{
    /// <summary>The total time of all workers, in seconds.</summary>
    public WorkerTimes Times => WorkerTimes.Aggregate(default(WorkerTimes), static (sum, worker) => sum.Add(worker));

    /// <summary>The share of its workers' time that the stage was busy, 0 to 1.</summary>
    public double BusyShare => Times is var t && t.Busy + t.Starved + t.Blocked is > 0 and var all ? t.Busy / all : 0;
}
