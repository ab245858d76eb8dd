namespace Reelmill.Core.Reporting;

/// <summary>
/// Splits a worker's time into busy, starved (waiting for input) and blocked (waiting for output). Only waits are
/// timed, so that a worker that never waits pays nothing: what is left of its time is busy.
/// </summary>
/// <remarks>One worker writes; anybody may read a slightly stale picture.</remarks>
internal sealed class WorkerClock(TimeProvider time)
{
    private long _begun;
    private long _ended;
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

    public void Start() => Volatile.Write(ref _begun, time.GetTimestamp());

    public void Stop() => Volatile.Write(ref _ended, time.GetTimestamp());

    public void Starve() => Wait(Waiting.ForInput);

    public void Block() => Wait(Waiting.ForOutput);

    public void Resume()
    {
        var waited = time.GetTimestamp() - _waitBegun;
        if (_waiting == Waiting.ForInput)
        {
            _starved += waited;
        }
        else
        {
            _blocked += waited;
        }

        _waiting = Waiting.No;
    }

    public WorkerTimes Read()
    {
        var begun = Volatile.Read(ref _begun);
        if (begun == 0)
        {
            return default;
        }

        var ended = Volatile.Read(ref _ended);
        var now = ended == 0 ? time.GetTimestamp() : ended;
        var (starved, blocked, waiting) = (_starved, _blocked, ended == 0 ? _waiting : Waiting.No);
        var current = Math.Max(0, now - _waitBegun);
        starved += waiting == Waiting.ForInput ? current : 0;
        blocked += waiting == Waiting.ForOutput ? current : 0;
        var busy = Math.Max(0, now - begun - starved - blocked);
        return new WorkerTimes(Seconds(busy), Seconds(starved), Seconds(blocked));
    }

    private void Wait(Waiting what)
    {
        _waitBegun = time.GetTimestamp();
        _waiting = what;
    }

    private double Seconds(long ticks) => (double)ticks / time.TimestampFrequency;
}

/// <summary>A worker's time, in seconds.</summary>
/// <param name="Busy">Working on a value.</param>
/// <param name="Starved">Waiting for input.</param>
/// <param name="Blocked">Waiting for room in the next queue.</param>
public readonly record struct WorkerTimes(double Busy, double Starved, double Blocked)
{
    /// <summary>The times of two workers together.</summary>
    /// <param name="other">The other worker's.</param>
    /// <returns>The sums.</returns>
    public WorkerTimes Add(WorkerTimes other) =>
        new(Busy + other.Busy, Starved + other.Starved, Blocked + other.Blocked);
}
