namespace Reelmill.Library.Jobs;

/// <summary>How far a job is.</summary>
public enum JobState
{
    /// <summary>Waits for its turn.</summary>
    Queued,

    /// <summary>Is being worked on.</summary>
    Running,

    /// <summary>Is being worked on, and somebody has asked for its end.</summary>
    Cancelling,

    /// <summary>All its items are done.</summary>
    Succeeded,

    /// <summary>Some of its items are done and some failed.</summary>
    Partial,

    /// <summary>All its items failed, or the job as a whole did.</summary>
    Failed,

    /// <summary>It was ended before it was done; what was done stays.</summary>
    Cancelled,
}

/// <summary>How far an item of a job is.</summary>
public enum JobItemState
{
    /// <summary>Waits for its turn.</summary>
    Waiting,

    /// <summary>Is being worked on.</summary>
    Running,

    /// <summary>Everything made from it is in the library.</summary>
    Done,

    /// <summary>Needed no work.</summary>
    Skipped,

    /// <summary>Failed; the error says why.</summary>
    Failed,
}

/// <summary>What is worked on first.</summary>
public enum JobPriority
{
    /// <summary>When nothing else waits, and with the smallest share.</summary>
    Low,

    /// <summary>As it comes.</summary>
    Normal,

    /// <summary>Before all others, and with the largest share.</summary>
    High,
}
