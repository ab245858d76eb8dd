namespace Reelmill.Processes;

/// <summary>The reason why a process failed.</summary>
public enum ProcessFailureReason
{
    /// <summary>The process could not be started: not found, not executable, or refused by the system.</summary>
    NotStarted,

    /// <summary>The process exited with a code other than 0, or was terminated by a signal that the launcher did not send.</summary>
    Exit,

    /// <summary>The process produced no output for <see cref="ProcessSpec.StallLimit"/> while a reader waited.</summary>
    Stalled,

    /// <summary>The process ran longer than <see cref="ProcessSpec.WallLimit"/>.</summary>
    WallLimit,

    /// <summary>The process wrote more to stdout than the caller's limit.</summary>
    OutputTooLarge,

    /// <summary>The callback <see cref="ProcessSpec.OnErrorLine"/> threw.</summary>
    ErrorLineHandler,
}
