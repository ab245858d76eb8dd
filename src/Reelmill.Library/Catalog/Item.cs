namespace Reelmill.Library.Catalog;

/// <summary>One input of a pipeline, as the catalog records it.</summary>
public sealed record Item
{
    /// <summary>The id, from <see cref="ItemId.Compute"/>.</summary>
    public required string Id { get; init; }

    /// <summary>The pipeline that processes the item, such as <c>mine</c>.</summary>
    public required string Pipeline { get; init; }

    /// <summary>The full path or URL.</summary>
    public required string Source { get; init; }

    /// <summary>The state of the item.</summary>
    public required ItemState State { get; init; }

    /// <summary>The id of the content at the item's last success; null before the first.</summary>
    public string? Video { get; init; }

    /// <summary>The hash of the source, the options of the stages, and the tools. An equal hash means that nothing is to be done.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>The options that the fingerprint covers, as JSON.</summary>
    public string? Options { get; init; }

    /// <summary>A cheap check for changes of the source: size and modification time, or an ETag.</summary>
    public string? SourceStamp { get; init; }

    /// <summary>The probed properties of the media, as JSON.</summary>
    public string? Media { get; init; }

    /// <summary>The pipeline's own description of the result, as JSON; null where the files suffice.</summary>
    public string? Outcome { get; init; }

    /// <summary>The metadata of the input in the user's list, as JSON.</summary>
    public string? Metadata { get; init; }

    /// <summary>The error code of the last failure.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The message of the last failure.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>Further detail of the last failure, such as the tail of a tool's stderr.</summary>
    public string? ErrorDetail { get; init; }

    /// <summary>How many attempts have begun.</summary>
    public int Attempts { get; init; }

    /// <summary>When the item was added, in Unix milliseconds.</summary>
    public long CreatedMs { get; init; }

    /// <summary>When the state last changed, in Unix milliseconds.</summary>
    public long UpdatedMs { get; init; }
}
