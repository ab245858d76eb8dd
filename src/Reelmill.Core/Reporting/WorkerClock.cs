namespace Reelmill.Core.Reporting;

/// <summary>
/// Splits a worker's time into busy, starved (waiting for input) and blocked (waiting for output). Only waits are
/// timed, so that a worker that never waits pays nothing: what is left of its time is busy. A worker that has ended
/// starves, so that all workers of a run account for the same time.
/// </summary>
/// <remarks>One worker writes; anybody reads. The lock keeps a picture from being torn; only waits pay for it.</remarks>
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

    /// <summary>The times up to a moment.</summary>
    /// <param name="now">A timestamp of the clock's provider.</param>
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

/// <summary>A worker's time, in seconds.</summary>
/// <param name="Busy">Working on a value.</param>
/// <param name="Starved">Waiting for input, also when none will come any more.</param>
/// <param name="Blocked">Waiting for room in the next queue, for its turn, or for the end of an item to be recorded.</param>
public readonly record struct WorkerTimes(double Busy, double Starved, double Blocked)
{
    /// <summary>The times of two workers together.</summary>
    /// <param name="other">The other worker's.</param>
    /// <returns>The sums.</returns>
    public WorkerTimes Add(WorkerTimes other) =>
        new(Busy + other.Busy, Starved + other.Starved, Blocked + other.Blocked);
}
