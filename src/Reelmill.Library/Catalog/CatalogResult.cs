using Reelmill.Library.Artifacts;

namespace Reelmill.Library.Catalog;

/// <summary>What is kept about an item that is done.</summary>
public sealed record CatalogResult
{
    /// <summary>The id of its content.</summary>
    public required string Video { get; init; }

    /// <summary>The hash of its source, its stages' options and its tools.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The options that the fingerprint was made of, as JSON.</summary>
    public required string Options { get; init; }

    /// <summary>A cheap sign of change: size and modification time, or an ETag.</summary>
    public string? SourceStamp { get; init; }

    /// <summary>What probing found, as JSON.</summary>
    public string? Media { get; init; }

    /// <summary>What the pipeline made of it, as JSON; null where the files say it all.</summary>
    public string? Outcome { get; init; }

    /// <summary>The files that were made, frames apart; they replace those of the same content and pipeline. Null leaves those alone.</summary>
    public IReadOnlyList<Artifact>? Files { get; init; }
}
