namespace Reelmill.Core.Pipelines;

/// <summary>How transient failures are tried again: exponential backoff with jitter (Polly's decorrelated jitter).</summary>
/// <remarks>
/// An attempt that has already given a result is not repeated, since the result cannot be taken back: its failure is
/// final; a drop is a result too. A wait that the other side asked for (<see cref="ItemException.RetryAfter"/>)
/// replaces the backoff; when it is longer than <see cref="MaxDelay"/>, the value is not tried again in this run.
/// </remarks>
public sealed record RetryOptions
{
    /// <summary>How often a value is tried in all.</summary>
    /// <value>1 to 100; 3 by default.</value>
    public int Attempts { get; init; } = 3;

    /// <summary>The median wait before the second attempt; it doubles for each further one.</summary>
    /// <value>Half a second by default.</value>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest wait between two attempts.</summary>
    /// <value>30 seconds by default.</value>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(30);
}
