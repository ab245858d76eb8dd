namespace Reelmill.Server.Http;

/// <summary>
/// A wall clock that is read once and then advanced by the monotonic clock, so that a change of the system time makes
/// nothing expire early or late. Retention uses this clock; timestamps come from the system clock.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class MonotonicClock(TimeProvider time)
{
    private readonly long _startMs = time.GetUtcNow().ToUnixTimeMilliseconds();
    private readonly long _start = time.GetTimestamp();

    /// <summary>Now, in Unix milliseconds.</summary>
    public long NowMs => _startMs + (long)time.GetElapsedTime(_start).TotalMilliseconds;
}
