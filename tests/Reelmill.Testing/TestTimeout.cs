namespace Reelmill.Testing;

/// <summary>The time limit of waits in tests. A loaded machine can take half a minute for a short task, so only a hang reaches the limit.</summary>
public static class TestTimeout
{
    /// <summary>The limit of every wait.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromMinutes(5);
}
