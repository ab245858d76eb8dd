using System.Text.Json.Nodes;
using Reelmill.Library.Catalog;
using Reelmill.Library.Jobs;

namespace Reelmill.Server.Jobs.Results;

/// <summary>Reads the results of one pipeline's jobs as the API returns them.</summary>
internal abstract class PipelineResults
{
    /// <summary>The pipeline's name.</summary>
    public abstract string Pipeline { get; }

    /// <summary>Reads the results of an item, in order; for a running item, the results so far.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public abstract IAsyncEnumerable<JsonObject> ReadAsync(ResultItem item, CancellationToken cancellationToken);
}

/// <summary>An item whose results are requested.</summary>
/// <param name="Job">The job.</param>
/// <param name="Item">The item of the job.</param>
/// <param name="Source">The redacted source of the item.</param>
/// <param name="Known">The item in the catalog; null when the catalog has none.</param>
/// <param name="Live">The in-memory progress of the job; null when the job does not run.</param>
internal sealed record ResultItem(Job Job, JobItem Item, string Source, Item? Known, JobProgress? Live)
{
    /// <summary>Whether all results of the item are in the library.</summary>
    public bool IsDone => Item.State is JobItemState.Done or JobItemState.Skipped && Known is { State: ItemState.Done, Video: not null };
}
