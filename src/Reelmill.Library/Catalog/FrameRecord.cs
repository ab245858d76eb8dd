using Reelmill.Library.Artifacts;

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

    /// <summary>The variance of the Laplacian, in levels squared; higher is sharper. <see cref="Unscored"/> when the scores are not known.</summary>
    public required double Sharpness { get; init; }

    /// <summary>The P99 of luma as a share of full scale, 0 to 1: low when even the brightest parts are dark.</summary>
    public required double Dark { get; init; }

    /// <summary>The P5 of luma as a share of full scale, 0 to 1: high when even the darkest parts are bright.</summary>
    public required double Bright { get; init; }

    /// <summary>The mean luma as a share of full scale, 0 to 1.</summary>
    public required double Mean { get; init; }

    /// <summary>The standard deviation of luma as a share of full scale, 0 to 0.5.</summary>
    public required double Contrast { get; init; }

    /// <summary>The entropy of luma, in bits, 0 to 8.</summary>
    public required double Information { get; init; }

    /// <summary>The mean difference from the frame before as a share of full scale, 0 to 1; null for the first of a video.</summary>
    public double? Motion { get; init; }

    /// <summary>The perceptual hash.</summary>
    public required ulong Hash { get; init; }

    /// <summary>What a model found in it, as JSON; null when none looked.</summary>
    public string? Detections { get; init; }

    /// <summary>What stages of a program's own gave it; null when none saw it.</summary>
    public FrameValues? Values { get; init; }

    /// <summary>The values that manifests, exports and results show; null when there are none. What only kept frames have is of no frame that was dropped since: a library does not depend on what it was decided by before.</summary>
    public FrameValues? ShownValues => (Kept || Values is null ? Values : new FrameValues(Values.Sampled)) is { Count: > 0 } values ? values : null;

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

    /// <summary>The file of a kept frame in the library, with forward slashes; null when there is none, and for a dropped frame.</summary>
    public string? Path { get; init; }

    /// <summary>The file's SHA-256 in lower-case hexadecimal; null when there is none.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The file's size in bytes; null when there is none.</summary>
    public long? Bytes { get; init; }

    /// <summary>The file that a dropped frame still has, so that it can be kept again; null when there is none, and for a kept frame.</summary>
    /// <value>It stays on the disk until <c>reelmill gc</c> removes it. Manifests and exports do not name it.</value>
    public Artifact? DroppedFile { get; init; }
}
