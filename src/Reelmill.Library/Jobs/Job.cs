namespace Reelmill.Library.Jobs;

/// <summary>A pipeline run that a client submitted.</summary>
public sealed record Job
{
    /// <summary>The id; ids sort by submission time.</summary>
    public required string Id { get; init; }

    /// <summary>The pipeline.</summary>
    public required string Pipeline { get; init; }

    /// <summary>The options, as a JSON object of texts.</summary>
    public required string Options { get; init; }

    /// <summary>The submitter's label; null when there is none.</summary>
    public string? Label { get; init; }

    /// <summary>The priority in the queue.</summary>
    public JobPriority Priority { get; init; } = JobPriority.Normal;

    /// <summary>The state of the job.</summary>
    public JobState State { get; init; }

    /// <summary>The id of the API key that submitted the job; empty where no key was needed.</summary>
    public required string Submitter { get; init; }

    /// <summary>The submitter's idempotency key; null when there is none.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>The hash of the submitted request.</summary>
    public required string RequestHash { get; init; }

    /// <summary>How many attempts have begun.</summary>
    public int Attempt { get; init; }

    /// <summary>The error code, if the job failed as a whole.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The message of the error, if the job failed as a whole.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>When the job was submitted, in Unix milliseconds.</summary>
    public long CreatedMs { get; init; }

    /// <summary>When the last attempt began, in Unix milliseconds.</summary>
    public long? StartedMs { get; init; }

    /// <summary>When the last attempt ended, in Unix milliseconds.</summary>
    public long? EndedMs { get; init; }

    /// <summary>Whether the job has ended, so that only a retry changes its state.</summary>
    public bool IsTerminal => State is not (JobState.Queued or JobState.Running or JobState.Cancelling);
}

/// <summary>One input of a job.</summary>
/// <param name="Sequence">The input's number in the job, from 0.</param>
/// <param name="Item">The id of the item in the catalog.</param>
/// <param name="Source">The file or URL.</param>
/// <param name="Metadata">The metadata of the input, as JSON; null when there is none.</param>
public sealed record JobItem(int Sequence, string Item, string Source, string? Metadata)
{
    /// <summary>The state of the item.</summary>
    public JobItemState State { get; init; }

    /// <summary>How many attempts have begun, over all runs.</summary>
    public int Attempts { get; init; }

    /// <summary>The id of the item's content; null until it is known.</summary>
    public string? Video { get; init; }

    /// <summary>A note, such as why the item needed no work.</summary>
    public string? Note { get; init; }

    /// <summary>The error code of the failure.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The message of the failure.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>The tail of a tool's stderr.</summary>
    public string? ErrorDetail { get; init; }

    /// <summary>Whether the failure is transient.</summary>
    public bool Retryable { get; init; }
}

/// <summary>One attempt at a job.</summary>
/// <param name="Number">The attempt's number, from 1.</param>
/// <param name="StartedMs">When the attempt began, in Unix milliseconds.</param>
/// <param name="EndedMs">When the attempt ended, in Unix milliseconds; null while it runs.</param>
/// <param name="Outcome">The outcome: <c>succeeded</c>, <c>partial</c>, <c>failed</c>, <c>cancelled</c>, <c>interrupted</c>; null while the attempt runs.</param>
public sealed record JobAttempt(int Number, long StartedMs, long? EndedMs, string? Outcome);

/// <summary>An event of a job.</summary>
/// <param name="Id">The event's number within the job, from 1.</param>
/// <param name="Type">The type: <c>state</c>, <c>item</c> or <c>end</c>.</param>
/// <param name="Data">The payload, as JSON.</param>
public sealed record JobEvent(long Id, string Type, string Data);

/// <summary>Counts of a job's items by state.</summary>
/// <param name="Waiting">The number of waiting items.</param>
/// <param name="Running">The number of items in progress.</param>
/// <param name="Done">The number of items that are done.</param>
/// <param name="Skipped">The number of items that needed no work.</param>
/// <param name="Failed">The number of items that failed.</param>
public sealed record JobCounts(long Waiting, long Running, long Done, long Skipped, long Failed)
{
    /// <summary>The number of all items.</summary>
    public long Total => Waiting + Running + Done + Skipped + Failed;
}

/// <summary>Items of a job that failed with the same error code.</summary>
/// <param name="Code">The error code.</param>
/// <param name="Count">The number of items.</param>
/// <param name="Retryable">Whether any of the failures is transient.</param>
/// <param name="Message">The message of the first item.</param>
/// <param name="Sequences">The numbers of the first ten items.</param>
public sealed record JobErrorGroup(string Code, long Count, bool Retryable, string Message, IReadOnlyList<int> Sequences);

/// <summary>Selects jobs. A null property does not restrict the selection.</summary>
public sealed record JobFilter
{
    /// <summary>Only jobs in one of these states.</summary>
    public IReadOnlyList<JobState>? States { get; init; }

    /// <summary>Only jobs of this pipeline.</summary>
    public string? Pipeline { get; init; }

    /// <summary>Only jobs with this label.</summary>
    public string? Label { get; init; }

    /// <summary>Only jobs with this text in their id, their label or one of their sources or metadata, ignoring case.</summary>
    public string? Text { get; init; }

    /// <summary>Only jobs that were submitted before the job with this id.</summary>
    public string? Before { get; init; }

    /// <summary>The maximum number of jobs.</summary>
    /// <value>50 by default.</value>
    public int Limit { get; init; } = 50;
}
