namespace Reelmill.Core.Running;

/// <summary>How an item ended.</summary>
public enum ItemOutcome
{
    /// <summary>Everything made from it reached the end, was dropped with a reason or was merged.</summary>
    Done,

    /// <summary>Nothing of it reached the end, and something was dropped with a reason.</summary>
    Dropped,

    /// <summary>Something made from it failed after its retries.</summary>
    Failed,
}

/// <summary>An item that has ended.</summary>
/// <param name="Input">What the source gave.</param>
/// <param name="Id">The item's id, as the run's <see cref="RunOptions{T}.IdOf"/> makes it.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="DropReason">Why, when it was dropped: the reason of its first value, in the order of places and not of time.</param>
/// <param name="Failure">Why, when it failed: the first failure seen.</param>
public sealed record ItemResult<T>(T Input, string Id, ItemOutcome Outcome, string? DropReason, ItemFailure? Failure);
