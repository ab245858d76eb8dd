namespace Reelmill.Core.Reporting;

/// <summary>
/// Splits a worker's time into busy, starved (waiting for input) and blocked (waiting for output). Only waits are timed;
/// the rest of the time is busy, so a worker that never waits has no overhead. A worker that has ended counts as starved,
/// so that all workers of a run account for the same time.
/// </summary>
/// <remarks>One worker writes; any thread reads. The lock prevents torn reads, and only waits pay for it.</remarks>
internal sealed class WorkerClock(TimeProvider time)
{
    private readonly Lock _gate = new();
    private long? _begun;
    private long _starved;
    private long _blocked;
    private long _waitBegun;
    private Waiting _waiting;

    private enum Waiting
    {
        No,
        ForInput,
        ForOutput,
    }

    public void Start()
    {
        lock (_gate)
        {
            _begun = time.GetTimestamp();
        }
    }

    public void Starve() => Change(Waiting.ForInput);

    public void Block() => Change(Waiting.ForOutput);

    public void Resume() => Change(Waiting.No);

    /// <summary>Reads the times up to a timestamp.</summary>
    /// <param name="now">A timestamp of the clock's time provider.</param>
    public WorkerTimes Read(long now)
    {
        lock (_gate)
        {
            if (_begun is not { } begun)
            {
                return default;
            }

            var current = Math.Max(0, now - _waitBegun);
            var starved = _starved + (_waiting == Waiting.ForInput ? current : 0);
            var blocked = _blocked + (_waiting == Waiting.ForOutput ? current : 0);
            var busy = Math.Max(0, now - begun - starved - blocked);
            return new WorkerTimes(Seconds(busy), Seconds(starved), Seconds(blocked));
        }
    }

    private void Change(Waiting next)
    {
        var now = time.GetTimestamp();
        lock (_gate)
        {
            _starved += _waiting == Waiting.ForInput ? now - _waitBegun : 0;
            _blocked += _waiting == Waiting.ForOutput ? now - _waitBegun : 0;
            _waitBegun = now;
            _waiting = next;
        }
    }

    private double Seconds(long ticks) => (double)ticks / time.TimestampFrequency;
}

/// <summary>The time of a worker, in seconds.</summary>
/// <param name="Busy">The time spent on values.</param>
/// <param name="Starved">The time spent waiting for input, including the time after the input has ended.</param>
/// <param name="Blocked">The time spent waiting for the next queue, for the worker's turn in an ordered stage, or for the source to record the end of an item.</param>
public readonly record struct WorkerTimes(double Busy, double Starved, double Blocked)
{
    /// <summary>Adds the times of two workers.</summary>
    /// <param name="other">The times of the other worker.</param>
    /// <returns>The sums.</returns>
    public WorkerTimes Add(WorkerTimes other) =>
        new(Busy + other.Busy, Starved + other.Starved, Blocked + other.Blocked);
}
