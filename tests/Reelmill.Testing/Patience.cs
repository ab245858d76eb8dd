namespace Reelmill.Testing;

/// <summary>How long a test waits for something that is about to happen. A loaded machine can take half a minute for a moment's work, so only a hang reaches this limit.</summary>
public static class Patience
{
    /// <summary>The limit of every wait.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromMinutes(5);
}
