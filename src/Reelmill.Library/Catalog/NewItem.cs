namespace Reelmill.Library.Catalog;

/// <summary>An input to add to the catalog.</summary>
/// <param name="Pipeline">The pipeline, such as <c>mine</c>.</param>
/// <param name="Source">The full path or URL.</param>
/// <param name="Metadata">The metadata of the input in the user's list, as JSON; null when there is none.</param>
/// <param name="Identity">The text that the item's id is computed from, where it differs from the source; null for the source.</param>
public sealed record NewItem(string Pipeline, string Source, string? Metadata = null, string? Identity = null)
{
    /// <summary>Whether the metadata replaces the metadata of an existing item.</summary>
    /// <value>False by default: an existing item keeps its metadata.</value>
    public bool ReplacesMetadata { get; init; }

    /// <summary>The item's id.</summary>
    public string Id => ItemId.Compute(Pipeline, Identity ?? Source);
}
