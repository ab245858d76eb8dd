namespace Reelmill.Library.Catalog;

/// <summary>An input that a run names.</summary>
/// <param name="Pipeline">The pipeline, such as <c>mine</c>.</param>
/// <param name="Source">The full path or URL.</param>
/// <param name="Metadata">What the user's list says about it, as JSON; null when it says nothing.</param>
/// <param name="Identity">What names the item, where that is known apart from where it lies; null for its source.</param>
public sealed record NewItem(string Pipeline, string Source, string? Metadata = null, string? Identity = null)
{
    /// <summary>Whether the metadata replaces what the catalog has of an item that is there.</summary>
    /// <value>False by default: an item that is there keeps what was said of it.</value>
    public bool ReplacesMetadata { get; init; }

    /// <summary>The id that the item has or will have.</summary>
    public string Id => ItemId.Of(Pipeline, Identity ?? Source);
}
