namespace Reelmill.Processes;

/// <summary>
/// Accumulates the time that a reader has waited since the last output and calls back at the limit. Thread-safe. The
/// timer keeps running and checks the elapsed time when it fires, so a read does not have to reset it.
/// </summary>
internal sealed class StallWatch : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Action _onStall;
    private readonly ITimer _timer;
    private TimeSpan _limit;
    private TimeSpan _waited;
    private long _since;
    private bool _waiting;
    private bool _armed;

    public StallWatch(TimeProvider time, TimeSpan limit, Action onStall)
    {
        _time = time;
        _limit = limit;
        _onStall = onStall;
        _timer = time.CreateTimer(static watch => ((StallWatch)watch!).CheckLimit(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Marks the start of a wait.</summary>
    public void BeginWait()
    {
        lock (_gate)
        {
            _waiting = true;
            _since = _time.GetTimestamp();
            if (!_armed)
            {
                Arm(_limit - _waited);
            }
        }
    }

    /// <summary>Marks the end of a wait; output resets the accumulated time.</summary>
    public void EndWait(bool gotOutput)
    {
        lock (_gate)
        {
            _waited = gotOutput ? TimeSpan.Zero : GetWaited();
            _waiting = false;
        }
    }

    /// <summary>Resets the accumulated time, because the child has produced output.</summary>
    public void ReportActivity()
    {
        lock (_gate)
        {
            _waited = TimeSpan.Zero;
            _since = _time.GetTimestamp();
        }
    }

    /// <summary>Resets the accumulated time and applies a new limit.</summary>
    public void Restart(TimeSpan limit)
    {
        lock (_gate)
        {
            _limit = limit;
            _waited = TimeSpan.Zero;
            _since = _time.GetTimestamp();
            if (_waiting)
            {
                Arm(limit);
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void CheckLimit()
    {
        lock (_gate)
        {
            _armed = false;
            if (!_waiting)
            {
                return;
            }

            var remaining = _limit - GetWaited();
            if (remaining > TimeSpan.Zero)
            {
                Arm(remaining);
                return;
            }
        }

        _onStall();
    }

    private TimeSpan GetWaited() => _waiting ? _waited + _time.GetElapsedTime(_since) : _waited;

    private void Arm(TimeSpan due)
    {
        if (_limit != Timeout.InfiniteTimeSpan)
        {
            _armed = true;
            _timer.Change(due > TimeSpan.Zero ? due : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
