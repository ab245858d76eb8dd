namespace Reelmill.Processes;

/// <summary>
/// Adds up the time that somebody has waited since the last sign of life and calls back when it reaches the limit.
/// Thread-safe. The timer is left running and looks again when it fires, so that a read costs no timer call.
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
        _timer = time.CreateTimer(static watch => ((StallWatch)watch!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Somebody begins to wait.</summary>
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

    /// <summary>The wait is over, with output or without.</summary>
    public void EndWait(bool gotOutput)
    {
        lock (_gate)
        {
            _waited = gotOutput ? TimeSpan.Zero : Waited();
            _waiting = false;
        }
    }

    /// <summary>The child said something.</summary>
    public void Activity()
    {
        lock (_gate)
        {
            _waited = TimeSpan.Zero;
            _since = _time.GetTimestamp();
        }
    }

    /// <summary>From now on at most this long; what was waited so far counts no more.</summary>
    public void Tighten(TimeSpan limit)
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

    private void Look()
    {
        lock (_gate)
        {
            _armed = false;
            if (!_waiting)
            {
                return;
            }

            var left = _limit - Waited();
            if (left > TimeSpan.Zero)
            {
                Arm(left);
                return;
            }
        }

        _onStall();
    }

    private TimeSpan Waited() => _waiting ? _waited + _time.GetElapsedTime(_since) : _waited;

    private void Arm(TimeSpan due)
    {
        if (_limit != Timeout.InfiniteTimeSpan)
        {
            _armed = true;
            _timer.Change(due > TimeSpan.Zero ? due : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
