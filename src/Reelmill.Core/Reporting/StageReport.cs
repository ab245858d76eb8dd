namespace Reelmill.Core.Reporting;

/// <summary>What a stage has done so far.</summary>
/// <param name="Name">The stage.</param>
/// <param name="Workers">How many values it handles at once.</param>
/// <param name="In">Values taken.</param>
/// <param name="Out">Values given.</param>
/// <param name="Dropped">Values dropped with a reason.</param>
/// <param name="Failed">Values given up after their retries.</param>
/// <param name="Retried">Attempts that were repeated.</param>
/// <param name="WorkerTimes">Each worker's time.</param>
/// <param name="Queued">Values waiting in front of the stage now.</param>
/// <param name="QueueMax">The most values seen waiting.</param>
/// <param name="QueueBound">How many may wait.</param>
/// <param name="Hint">What would speed the stage up other than more workers.</param>
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
    /// <summary>The time of all workers together, in seconds.</summary>
    public WorkerTimes Times => WorkerTimes.Aggregate(default(WorkerTimes), static (sum, worker) => sum.Add(worker));

    /// <summary>The share of its workers' time that the stage was busy, 0 to 1.</summary>
    public double BusyShare => Times is var t && t.Busy + t.Starved + t.Blocked is > 0 and var all ? t.Busy / all : 0;
}
