namespace Reelmill.Testing;

/// <summary>A clock whose time of day can be set, as that of a system can, without any time having elapsed.</summary>
/// <param name="elapsing">What elapses.</param>
public sealed class JumpingClock(ManualTimeProvider elapsing) : TimeProvider
{
    private TimeSpan _jumped;

    public override long TimestampFrequency => elapsing.TimestampFrequency;

    /// <summary>Sets the time of day forward, or back.</summary>
    public void Jump(TimeSpan by) => _jumped += by;

    public override DateTimeOffset GetUtcNow() => elapsing.GetUtcNow() + _jumped;

    public override long GetTimestamp() => elapsing.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => elapsing.CreateTimer(callback, state, dueTime, period);
}
