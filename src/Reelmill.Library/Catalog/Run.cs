namespace Reelmill.Library.Catalog;

/// <summary>One execution of a pipeline.</summary>
public sealed record Run
{
    /// <summary>The id; ids sort by start time.</summary>
    public required string Id { get; init; }

    /// <summary>The pipeline.</summary>
    public required string Pipeline { get; init; }

    /// <summary>The state of the run.</summary>
    public required RunState State { get; init; }

    /// <summary>The options of the run, as JSON.</summary>
    public required string Options { get; init; }

    /// <summary>The summary of the run, as JSON; null until the run has ended.</summary>
    public string? Summary { get; init; }

    /// <summary>The activity of the stages over time, as JSON; null until the run has ended.</summary>
    public string? Timeline { get; init; }

    /// <summary>When the run began, in Unix milliseconds.</summary>
    public required long StartedMs { get; init; }

    /// <summary>When the run ended, in Unix milliseconds; null until then.</summary>
    public long? EndedMs { get; init; }
}
