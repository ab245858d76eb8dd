namespace Reelmill.Library.Jobs;

/// <summary>The state of a job.</summary>
public enum JobState
{
    /// <summary>The job waits in the queue.</summary>
    Queued,

    /// <summary>The job is running.</summary>
    Running,

    /// <summary>The job is running, and its cancellation was requested.</summary>
    Cancelling,

    /// <summary>All items are done.</summary>
    Succeeded,

    /// <summary>Some items are done and some failed.</summary>
    Partial,

    /// <summary>All items failed, or the job failed as a whole.</summary>
    Failed,

    /// <summary>The job was cancelled before it ended; its results so far stay.</summary>
    Cancelled,
}

/// <summary>The state of a job's item.</summary>
public enum JobItemState
{
    /// <summary>The item waits to be processed.</summary>
    Waiting,

    /// <summary>The item is being processed.</summary>
    Running,

    /// <summary>All results of the item are in the library.</summary>
    Done,

    /// <summary>The item needed no work.</summary>
    Skipped,

    /// <summary>The item failed; the error says why.</summary>
    Failed,
}

/// <summary>The priority of a job.</summary>
public enum JobPriority
{
    /// <summary>Starts when no other job waits, with the smallest share of the workers.</summary>
    Low,

    /// <summary>Starts in order of submission.</summary>
    Normal,

    /// <summary>Starts before all others, with the largest share of the workers.</summary>
    High,
}
