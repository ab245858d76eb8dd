namespace Reelmill.Library.Publishing;

/// <summary>The outcome of publishing a stream.</summary>
public enum PublishOutcome
{
    /// <summary>The stream is new at the target, or resumes an interrupted upload.</summary>
    Published,

    /// <summary>The stream replaced another version.</summary>
    Rebuilt,

    /// <summary>Some files of the same version were missing and were uploaded.</summary>
    Repaired,

    /// <summary>The same version was already complete; nothing was written.</summary>
    Skipped,
}
