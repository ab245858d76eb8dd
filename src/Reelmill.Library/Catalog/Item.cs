namespace Reelmill.Library.Catalog;

/// <summary>One input and what is known of it.</summary>
public sealed record Item
{
    /// <summary>The id, from <see cref="ItemId.Of"/>.</summary>
    public required string Id { get; init; }

    /// <summary>The pipeline that works on it, such as <c>mine</c>.</summary>
    public required string Pipeline { get; init; }

    /// <summary>The full path or URL.</summary>
    public required string Source { get; init; }

    /// <summary>How far it is.</summary>
    public required ItemState State { get; init; }

    /// <summary>The id of the content that it was last done with; null until it was done once.</summary>
    public string? Video { get; init; }

    /// <summary>The hash of its source, its stages' options and its tools; equal means nothing to do.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>The options that the fingerprint was made of, as JSON.</summary>
    public string? Options { get; init; }

    /// <summary>A cheap sign of change: size and modification time, or an ETag.</summary>
    public string? SourceStamp { get; init; }

    /// <summary>What probing found, as JSON.</summary>
    public string? Media { get; init; }

    /// <summary>What the pipeline made of it, as JSON; null where the files say it all.</summary>
    public string? Outcome { get; init; }

    /// <summary>What the user's list said about the input, as JSON.</summary>
    public string? Metadata { get; init; }

    /// <summary>The stable name of the last failure.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The last failure, for people.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>More about the last failure, such as the tail of a tool's stderr.</summary>
    public string? ErrorDetail { get; init; }

    /// <summary>How many attempts have begun.</summary>
    public int Attempts { get; init; }

    /// <summary>When it was first named, in Unix milliseconds.</summary>
    public long CreatedMs { get; init; }

    /// <summary>When its state last changed, in Unix milliseconds.</summary>
    public long UpdatedMs { get; init; }
}
