using Reelmill.Core.Running;

namespace Reelmill.Pipelines.Runs;

/// <summary>Where an item of a run is.</summary>
/// <param name="Id">The item's id in the catalog.</param>
public abstract record ItemChange(string Id)
{
    /// <summary>Work on it has begun.</summary>
    /// <param name="Id">The item's id in the catalog.</param>
    /// <param name="Attempt">Which attempt this is, from 1, over all runs.</param>
    public sealed record Started(string Id, int Attempt) : ItemChange(Id);

    /// <summary>Everything made from it is in the library.</summary>
    /// <param name="Id">The item's id in the catalog.</param>
    /// <param name="Video">The id of its content.</param>
    public sealed record Done(string Id, string? Video) : ItemChange(Id)
    {
        /// <summary>What a person should know of it, such as that its stream is damaged; null when there is nothing.</summary>
        public string? Note { get; init; }
    }

    /// <summary>It needed no work.</summary>
    /// <param name="Id">The item's id in the catalog.</param>
    /// <param name="Why">Why, for a person.</param>
    /// <param name="Video">The id of its content, where it was looked at.</param>
    public sealed record Skipped(string Id, string Why, string? Video) : ItemChange(Id);

    /// <summary>It failed.</summary>
    /// <param name="Id">The item's id in the catalog.</param>
    /// <param name="Failure">Why.</param>
    public sealed record Failed(string Id, ItemFailure Failure) : ItemChange(Id);
}
