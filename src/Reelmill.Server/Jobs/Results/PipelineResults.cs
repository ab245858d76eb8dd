using System.Text.Json.Nodes;
using Reelmill.Library.Catalog;
using Reelmill.Library.Jobs;

namespace Reelmill.Server.Jobs.Results;

/// <summary>What the items of one pipeline's jobs have made, as the API shows it.</summary>
internal abstract class PipelineResults
{
    /// <summary>The pipeline's name.</summary>
    public abstract string Pipeline { get; }

    /// <summary>The results of an item, in order; of one that is worked on, those so far.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Stops.</param>
    public abstract IAsyncEnumerable<JsonObject> OfAsync(ResultItem item, CancellationToken cancellationToken);
}

/// <summary>An item whose results are asked for.</summary>
/// <param name="Job">Its job.</param>
/// <param name="Item">Its place in the job.</param>
/// <param name="Source">What it is made of, as the API shows it.</param>
/// <param name="Known">What the catalog knows of it; null when nothing.</param>
/// <param name="Live">The job's work under way; null when there is none.</param>
internal sealed record ResultItem(Job Job, JobItem Item, string Source, Item? Known, JobLive? Live)
{
    /// <summary>Whether all of its results are in the library.</summary>
    public bool IsDone => Item.State is JobItemState.Done or JobItemState.Skipped && Known is { State: ItemState.Done, Video: not null };
}
