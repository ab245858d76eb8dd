namespace Reelmill.Library.Catalog;

/// <summary>Counts of a library, from one snapshot.</summary>
/// <param name="Pending">The number of pending items.</param>
/// <param name="Running">The number of items in progress.</param>
/// <param name="Done">The number of items that are done.</param>
/// <param name="Failed">The number of items that failed.</param>
/// <param name="Failures">The failures by error code, most frequent first.</param>
/// <param name="Rules">The frames by the rule that decided on them, ordered by the rule's name.</param>
/// <param name="Bytes">The total size of the files of kept frames, in bytes.</param>
public sealed record LibraryStatus(
    long Pending,
    long Running,
    long Done,
    long Failed,
    IReadOnlyList<FailureGroup> Failures,
    IReadOnlyList<RuleCount> Rules,
    long Bytes)
{
    /// <summary>The files that dropped frames still have.</summary>
    public DroppedFiles DroppedFiles { get; init; } = new(0, 0);

    /// <summary>The number of sampled frames.</summary>
    public long Frames => Rules.Sum(r => r.Kept + r.Dropped);

    /// <summary>The number of kept frames.</summary>
    public long Kept => Rules.Sum(r => r.Kept);
}

/// <summary>Counts of the files of dropped frames.</summary>
/// <param name="Count">The number of files.</param>
/// <param name="Bytes">Their total size, in bytes.</param>
public sealed record DroppedFiles(long Count, long Bytes);

/// <summary>Items that failed with the same error code.</summary>
/// <param name="Code">The error code.</param>
/// <param name="Count">The number of items.</param>
/// <param name="Examples">Up to three of the items.</param>
public sealed record FailureGroup(string Code, long Count, IReadOnlyList<FailureExample> Examples);

/// <summary>One item that failed.</summary>
/// <param name="Source">The item's source.</param>
/// <param name="Message">The message of the failure.</param>
public sealed record FailureExample(string Source, string Message);

/// <summary>Counts of the frames that one rule decided on.</summary>
/// <param name="Rule">The rule; null for frames that no rule dropped.</param>
/// <param name="Kept">The number of kept frames.</param>
/// <param name="Dropped">The number of dropped frames.</param>
public sealed record RuleCount(string? Rule, long Kept, long Dropped);
