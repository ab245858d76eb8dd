namespace Reelmill.Processes;

/// <summary>The reason why the launcher stopped a process.</summary>
/// <param name="Failure">The exceeded limit; null when the caller canceled.</param>
/// <param name="Description">A predicate for error messages, such as "was stopped"; it follows the name of the process.</param>
/// <param name="Inner">The exception of the caller's callback, if that is the reason.</param>
internal sealed record StopReason(ProcessFailureReason? Failure, string Description, Exception? Inner = null)
{
    public static StopReason Canceled { get; } = new(null, "was canceled");
}
