namespace Reelmill.Library.Jobs;

/// <summary>A run that somebody submitted.</summary>
public sealed record Job
{
    /// <summary>The id; ids sort by the time of their submission.</summary>
    public required string Id { get; init; }

    /// <summary>The pipeline.</summary>
    public required string Pipeline { get; init; }

    /// <summary>Its options, as JSON: an object of texts.</summary>
    public required string Options { get; init; }

    /// <summary>What its submitter calls it; null when nothing.</summary>
    public string? Label { get; init; }

    /// <summary>What is worked on first.</summary>
    public JobPriority Priority { get; init; } = JobPriority.Normal;

    /// <summary>How far it is.</summary>
    public JobState State { get; init; }

    /// <summary>The id of the key that submitted it; empty where no key was needed.</summary>
    public required string Submitter { get; init; }

    /// <summary>By what the submitter tells the same submission from another one; null when it does not.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>The hash of what was submitted.</summary>
    public required string RequestHash { get; init; }

    /// <summary>How many attempts have begun.</summary>
    public int Attempt { get; init; }

    /// <summary>Why the job as a whole failed.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The same, for people.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>When it was submitted, in Unix milliseconds.</summary>
    public long CreatedMs { get; init; }

    /// <summary>When its last attempt began, in Unix milliseconds.</summary>
    public long? StartedMs { get; init; }

    /// <summary>When its last attempt ended, in Unix milliseconds.</summary>
    public long? EndedMs { get; init; }

    /// <summary>Whether it has ended, so that only a retry changes it.</summary>
    public bool IsTerminal => State is not (JobState.Queued or JobState.Running or JobState.Cancelling);
}

/// <summary>One input of a job.</summary>
/// <param name="Sequence">Its place, from 0.</param>
/// <param name="Item">The id that its item has in the catalog.</param>
/// <param name="Source">The file or URL.</param>
/// <param name="Metadata">What is known of it besides, as JSON; null when nothing.</param>
public sealed record JobItem(int Sequence, string Item, string Source, string? Metadata)
{
    /// <summary>How far it is.</summary>
    public JobItemState State { get; init; }

    /// <summary>How many attempts have begun, over all runs.</summary>
    public int Attempts { get; init; }

    /// <summary>The id of its content; null until that is known.</summary>
    public string? Video { get; init; }

    /// <summary>What there is to say, such as why it needed no work.</summary>
    public string? Note { get; init; }

    /// <summary>The stable name of its failure.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The failure, for people.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>The last that a tool said on stderr.</summary>
    public string? ErrorDetail { get; init; }

    /// <summary>Whether the failure may go away by itself.</summary>
    public bool Retryable { get; init; }
}

/// <summary>One attempt at a job.</summary>
/// <param name="Number">Which, from 1.</param>
/// <param name="StartedMs">When it began, in Unix milliseconds.</param>
/// <param name="EndedMs">When it ended, in Unix milliseconds; null while it runs.</param>
/// <param name="Outcome">How it ended: <c>succeeded</c>, <c>partial</c>, <c>failed</c>, <c>cancelled</c>, <c>interrupted</c>; null while it runs.</param>
public sealed record JobAttempt(int Number, long StartedMs, long? EndedMs, string? Outcome);

/// <summary>Something that happened to a job.</summary>
/// <param name="Id">Its place among the job's events, from 1.</param>
/// <param name="Type">What: <c>state</c>, <c>item</c> or <c>end</c>.</param>
/// <param name="Data">The rest, as JSON.</param>
public sealed record JobEvent(long Id, string Type, string Data);

/// <summary>Items of a job by how far they are.</summary>
/// <param name="Waiting">Those that wait.</param>
/// <param name="Running">Those that are worked on.</param>
/// <param name="Done">Those that are done.</param>
/// <param name="Skipped">Those that needed no work.</param>
/// <param name="Failed">Those that failed.</param>
public sealed record JobCounts(long Waiting, long Running, long Done, long Skipped, long Failed)
{
    /// <summary>All of them.</summary>
    public long Total => Waiting + Running + Done + Skipped + Failed;
}

/// <summary>Items of a job that failed for the same reason.</summary>
/// <param name="Code">The stable name of the reason.</param>
/// <param name="Count">How many.</param>
/// <param name="Retryable">Whether it may go away by itself.</param>
/// <param name="Message">One of their messages.</param>
/// <param name="Sequences">The places of the first ten.</param>
public sealed record JobErrorGroup(string Code, long Count, bool Retryable, string Message, IReadOnlyList<int> Sequences);

/// <summary>Which jobs are meant; what is null does not narrow.</summary>
public sealed record JobFilter
{
    /// <summary>Only jobs in one of these states.</summary>
    public IReadOnlyList<JobState>? States { get; init; }

    /// <summary>Only jobs of this pipeline.</summary>
    public string? Pipeline { get; init; }

    /// <summary>Only jobs with this label.</summary>
    public string? Label { get; init; }

    /// <summary>Only jobs with this text in their id, their label or one of their sources, whatever its case.</summary>
    public string? Text { get; init; }

    /// <summary>Only jobs that were submitted before this one.</summary>
    public string? Before { get; init; }

    /// <summary>How many at most.</summary>
    /// <value>50 by default.</value>
    public int Limit { get; init; } = 50;
}
