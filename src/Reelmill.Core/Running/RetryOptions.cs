namespace Reelmill.Core.Running;

/// <summary>The retry policy for transient failures: exponential backoff with jitter (Polly's decorrelated jitter).</summary>
/// <remarks>
/// An attempt that has emitted a result is not retried, because the result cannot be withdrawn; a drop counts as a result.
/// A wait that the server asked for (<see cref="ItemException.RetryAfter"/>) replaces the backoff. If it is longer than
/// <see cref="MaxDelay"/>, the value is not retried in this run.
/// </remarks>
public sealed record RetryOptions
{
    /// <summary>The maximum number of attempts at a value, the first included.</summary>
    /// <value>1 to 100; 3 by default.</value>
    public int Attempts { get; init; } = 3;

    /// <summary>The median wait before the second attempt, which doubles for each further attempt.</summary>
    /// <value>Half a second by default.</value>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest wait between two attempts.</summary>
    /// <value>30 seconds by default.</value>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(30);
}
