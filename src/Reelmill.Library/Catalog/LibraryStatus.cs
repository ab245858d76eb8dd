namespace Reelmill.Library.Catalog;

/// <summary>A library in numbers, all from one moment.</summary>
/// <param name="Pending">Items that wait.</param>
/// <param name="Running">Items that are being worked on.</param>
/// <param name="Done">Items that are done.</param>
/// <param name="Failed">Items that failed.</param>
/// <param name="Failures">The failures by code, most frequent first.</param>
/// <param name="Rules">The frames of the library by the rule that decided, by name.</param>
/// <param name="Bytes">The size of all kept frames' files, in bytes.</param>
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

    /// <summary>How many frames were sampled.</summary>
    public long Frames => Rules.Sum(r => r.Kept + r.Dropped);

    /// <summary>How many frames were kept.</summary>
    public long Kept => Rules.Sum(r => r.Kept);
}

/// <summary>Files of dropped frames, in numbers.</summary>
/// <param name="Count">How many files.</param>
/// <param name="Bytes">Their size, in bytes.</param>
public sealed record DroppedFiles(long Count, long Bytes);

/// <summary>Items that failed for the same reason.</summary>
/// <param name="Code">The stable name of the reason.</param>
/// <param name="Count">How many items.</param>
/// <param name="Examples">Up to three of them.</param>
public sealed record FailureGroup(string Code, long Count, IReadOnlyList<FailureExample> Examples);

/// <summary>One item that failed.</summary>
/// <param name="Source">The item's source.</param>
/// <param name="Message">The failure, for people.</param>
public sealed record FailureExample(string Source, string Message);

/// <summary>What one rule decided.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Kept">How many frames it kept.</param>
/// <param name="Dropped">How many frames it dropped.</param>
public sealed record RuleCount(string? Rule, long Kept, long Dropped);
