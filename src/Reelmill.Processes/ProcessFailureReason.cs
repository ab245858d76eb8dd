namespace Reelmill.Processes;

/// <summary>Why a process counts as failed.</summary>
public enum ProcessFailureReason
{
    /// <summary>It could not be started: not found, not executable, or the system refused.</summary>
    NotStarted,

    /// <summary>It ended by itself with a code other than 0, or by a signal that was not ours.</summary>
    Exit,

    /// <summary>It gave no output for <see cref="ProcessSpec.StallLimit"/> while somebody waited for it.</summary>
    Stalled,

    /// <summary>It lived longer than <see cref="ProcessSpec.WallLimit"/>.</summary>
    WallLimit,

    /// <summary>It wrote more to stdout than its caller takes.</summary>
    OutputTooLarge,

    /// <summary>The caller's <see cref="ProcessSpec.OnErrorLine"/> threw.</summary>
    ErrorLineHandler,
}
