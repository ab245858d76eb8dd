using Reelmill.Core.Running;

namespace Reelmill.Pipelines.Runs;

/// <summary>A change in the state of a run's item.</summary>
/// <param name="Id">The item's id in the catalog.</param>
public abstract record ItemChange(string Id)
{
    /// <summary>Processing of the item has started.</summary>
    /// <param name="Id">The item's id in the catalog.</param>
    /// <param name="Attempt">The number of this attempt, from 1, over all runs.</param>
    public sealed record Started(string Id, int Attempt) : ItemChange(Id);

    /// <summary>The item is done: all its results are in the library.</summary>
    /// <param name="Id">The item's id in the catalog.</param>
    /// <param name="Video">The id of the item's content.</param>
    public sealed record Done(string Id, string? Video) : ItemChange(Id)
    {
        /// <summary>A note for the user, such as that the stream is damaged; null when there is none.</summary>
        public string? Note { get; init; }
    }

    /// <summary>The item was skipped, because it needed no work.</summary>
    /// <param name="Id">The item's id in the catalog.</param>
    /// <param name="Why">The reason, for the user.</param>
    /// <param name="Video">The id of the item's content; null when the content was not read.</param>
    public sealed record Skipped(string Id, string Why, string? Video) : ItemChange(Id);

    /// <summary>The item failed.</summary>
    /// <param name="Id">The item's id in the catalog.</param>
    /// <param name="Failure">The failure.</param>
    public sealed record Failed(string Id, ItemFailure Failure) : ItemChange(Id);
}
