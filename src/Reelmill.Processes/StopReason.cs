namespace Reelmill.Processes;

/// <summary>Why this side ended a process.</summary>
/// <param name="Failure">The limit it broke; null when the caller cancelled.</param>
/// <param name="What">The same for people, to follow the process's name.</param>
/// <param name="Inner">What the caller's own code threw, if that was it.</param>
internal sealed record StopReason(ProcessFailureReason? Failure, string What, Exception? Inner = null)
{
    public static StopReason Cancelled { get; } = new(null, "was cancelled");
}
