namespace Reelmill.Library.Catalog;

/// <summary>One execution of a pipeline.</summary>
public sealed record Run
{
    /// <summary>The id; ids sort by start time.</summary>
    public required string Id { get; init; }

    /// <summary>The pipeline.</summary>
    public required string Pipeline { get; init; }

    /// <summary>How it stands.</summary>
    public required RunState State { get; init; }

    /// <summary>Its options, as JSON.</summary>
    public required string Options { get; init; }

    /// <summary>What came of it, as JSON; null until it ended.</summary>
    public string? Summary { get; init; }

    /// <summary>What its stages did over time, as JSON; null until it ended.</summary>
    public string? Timeline { get; init; }

    /// <summary>When it began, in Unix milliseconds.</summary>
    public required long StartedMs { get; init; }

    /// <summary>When it ended, in Unix milliseconds; null until it ended.</summary>
    public long? EndedMs { get; init; }
}
