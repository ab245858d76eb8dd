namespace Reelmill.Library.Catalog;

/// <summary>A new decision on a frame that the catalog has.</summary>
/// <remarks>
/// Files are added before the decisions are applied and removed after, so that a file that the catalog names is
/// always there.
/// </remarks>
public sealed record FrameDecision
{
    /// <summary>The id of the video's content.</summary>
    public required string Video { get; init; }

    /// <summary>The time from the start of the video, in milliseconds.</summary>
    public required long TimeMs { get; init; }

    /// <summary>Whether the frame is part of the result.</summary>
    public required bool Kept { get; init; }

    /// <summary>The rule that dropped it; null when it is kept.</summary>
    public string? Rule { get; init; }

    /// <summary>What the rule compared; null when the rule compares nothing.</summary>
    public double? Score { get; init; }

    /// <summary>What the rule compared it with; null when the rule compares nothing.</summary>
    public double? Threshold { get; init; }

    /// <summary>The frame that was kept in its place, as <c>video/milliseconds</c>.</summary>
    public string? Twin { get; init; }

    /// <summary>The file from now on; null when there is none.</summary>
    public string? Path { get; init; }

    /// <summary>The file's SHA-256 in lower-case hexadecimal; null when there is none.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The file's size in bytes; null when there is none.</summary>
    public long? Bytes { get; init; }
}
