namespace Reelmill.Library.Catalog;

/// <summary>The result of an item that is done, as the catalog records it.</summary>
public sealed record CatalogResult
{
    /// <summary>The id of the item's content.</summary>
    public required string Video { get; init; }

    /// <summary>The hash of the source, the options of the stages, and the tools.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The options that the fingerprint covers, as JSON.</summary>
    public required string Options { get; init; }

    /// <summary>A cheap check for changes of the source: size and modification time, or an ETag.</summary>
    public string? SourceStamp { get; init; }

    /// <summary>The probed properties of the media, as JSON.</summary>
    public string? Media { get; init; }

    /// <summary>The pipeline's own description of the result, as JSON; null where the files suffice.</summary>
    public string? Outcome { get; init; }

    /// <summary>The files of the result other than frames. They replace the files of the same content and pipeline; null keeps those.</summary>
    public IReadOnlyList<Artifact>? Files { get; init; }
}
