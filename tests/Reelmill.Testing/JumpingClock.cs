namespace Reelmill.Testing;

/// <summary>A clock whose wall time can jump, like a system clock that is set, while its monotonic time does not.</summary>
/// <param name="elapsing">The source of monotonic time.</param>
public sealed class JumpingClock(ManualTimeProvider elapsing) : TimeProvider
{
    private TimeSpan _jumped;

    public override long TimestampFrequency => elapsing.TimestampFrequency;

    /// <summary>Sets the wall time forward or back.</summary>
    public void Jump(TimeSpan by) => _jumped += by;

    public override DateTimeOffset GetUtcNow() => elapsing.GetUtcNow() + _jumped;

    public override long GetTimestamp() => elapsing.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => elapsing.CreateTimer(callback, state, dueTime, period);
}
