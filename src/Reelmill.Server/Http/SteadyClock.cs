namespace Reelmill.Server.Http;

/// <summary>
/// The time of day as it was at the start, moved on by what has elapsed since: a system clock that is set forward or back
/// meanwhile makes nothing old or young. For ages that decide what is forgotten; time stamps come from the system's clock.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class SteadyClock(TimeProvider time)
{
    private readonly long _startMs = time.GetUtcNow().ToUnixTimeMilliseconds();
    private readonly long _start = time.GetTimestamp();

    /// <summary>Now, in Unix milliseconds.</summary>
    public long NowMs => _startMs + (long)time.GetElapsedTime(_start).TotalMilliseconds;
}
