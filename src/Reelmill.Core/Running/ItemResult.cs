namespace Reelmill.Core.Running;

/// <summary>The outcome of an item.</summary>
public enum ItemOutcome
{
    /// <summary>Each value of the item reached the end, was dropped with a reason or was merged.</summary>
    Done,

    /// <summary>None of the item's values reached the end, and at least one was dropped with a reason.</summary>
    Dropped,

    /// <summary>One of the item's values failed after its retries.</summary>
    Failed,
}

/// <summary>The result of an item that has ended.</summary>
/// <param name="Input">The item from the source.</param>
/// <param name="Id">The item's id from <see cref="RunOptions{T}.IdSelector"/>.</param>
/// <param name="Outcome">The outcome.</param>
/// <param name="DropReason">The reason for a dropped item: that of its first dropped value, by position and not by time.</param>
/// <param name="Failure">The first failure of a failed item.</param>
public sealed record ItemResult<T>(T Input, string Id, ItemOutcome Outcome, string? DropReason, ItemFailure? Failure);
