namespace Reelmill.Library.Catalog;

/// <summary>One sampled frame: its scores, the decision on it, and its file when it was kept.</summary>
/// <remarks>A video and a time name a frame. Numbers must be finite.</remarks>
public sealed record FrameRecord
{
    /// <summary>The <see cref="Sharpness"/> of a frame whose scores are not known.</summary>
    public const double Unscored = -1;

    /// <summary>Whether its scores are known; those of a frame that a repair restored are not, until its video is mined again.</summary>
    public bool IsScored => Sharpness >= 0;

    /// <summary>The id of the video's content.</summary>
    public required string Video { get; init; }

    /// <summary>The time from the start of the video, in milliseconds.</summary>
    public required long TimeMs { get; init; }

    /// <summary>The width, in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>The height, in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>How sharp it is; higher is sharper. <see cref="Unscored"/> when the scores are not known.</summary>
    public required double Sharpness { get; init; }

    /// <summary>The share of pixels that are nearly black, 0 to 1.</summary>
    public required double Dark { get; init; }

    /// <summary>The share of pixels that are nearly white, 0 to 1.</summary>
    public required double Bright { get; init; }

    /// <summary>The mean luma.</summary>
    public required double Mean { get; init; }

    /// <summary>The spread of the luma.</summary>
    public required double Contrast { get; init; }

    /// <summary>How much there is to see (entropy of the luma).</summary>
    public required double Information { get; init; }

    /// <summary>The difference from the frame before; null for the first of a video.</summary>
    public double? Motion { get; init; }

    /// <summary>The perceptual hash.</summary>
    public required ulong Hash { get; init; }

    /// <summary>What a model found in it, as JSON; null when none looked.</summary>
    public string? Detections { get; init; }

    /// <summary>Whether the frame is part of the result.</summary>
    public required bool Kept { get; init; }

    /// <summary>The rule that dropped it; null when it is kept.</summary>
    public string? Rule { get; init; }

    /// <summary>What the rule compared; null when the rule compares nothing.</summary>
    public double? Score { get; init; }

    /// <summary>What the rule compared it with; null when the rule compares nothing.</summary>
    public double? Threshold { get; init; }

    /// <summary>The frame that was kept in its place, as <c>video/milliseconds</c>; null when there is none.</summary>
    public string? Twin { get; init; }

    /// <summary>The file in the library, with forward slashes; null when there is none.</summary>
    public string? Path { get; init; }

    /// <summary>The file's SHA-256 in lower-case hexadecimal; null when there is none.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The file's size in bytes; null when there is none.</summary>
    public long? Bytes { get; init; }
}
