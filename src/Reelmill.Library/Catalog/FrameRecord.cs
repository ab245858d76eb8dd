namespace Reelmill.Library.Catalog;

/// <summary>One sampled frame: its scores, the decision, and the file of a kept frame.</summary>
/// <remarks>Video and time identify a frame. Numbers must be finite.</remarks>
public sealed record FrameRecord
{
    /// <summary>The <see cref="Sharpness"/> of a frame without scores.</summary>
    public const double Unscored = -1;

    /// <summary>Whether the frame has scores. A frame that a repair restored has none until its video is mined again.</summary>
    public bool IsScored => Sharpness >= 0;

    /// <summary>The id of the video's content.</summary>
    public required string Video { get; init; }

    /// <summary>The time from the start of the video, in milliseconds.</summary>
    public required long TimeMs { get; init; }

    /// <summary>The width, in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>The height, in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>The variance of the Laplacian, in levels squared; higher is sharper. <see cref="Unscored"/> without scores.</summary>
    public required double Sharpness { get; init; }

    /// <summary>The P99 of luma as a share of full scale, 0 to 1; low in a dark frame.</summary>
    public required double Dark { get; init; }

    /// <summary>The P5 of luma as a share of full scale, 0 to 1; high in an overexposed frame.</summary>
    public required double Bright { get; init; }

    /// <summary>The mean luma as a share of full scale, 0 to 1.</summary>
    public required double Mean { get; init; }

    /// <summary>The standard deviation of luma as a share of full scale, 0 to 0.5.</summary>
    public required double Contrast { get; init; }

    /// <summary>The entropy of luma, in bits, 0 to 8.</summary>
    public required double Information { get; init; }

    /// <summary>The mean difference from the previous frame as a share of full scale, 0 to 1; null for a video's first frame.</summary>
    public double? Motion { get; init; }

    /// <summary>The perceptual hash.</summary>
    public required ulong Hash { get; init; }

    /// <summary>The detections of a model, as JSON; null when no detector has run on the frame.</summary>
    public string? Detections { get; init; }

    /// <summary>The values from custom stages; null when no such stage has seen the frame.</summary>
    public FrameValues? Values { get; init; }

    /// <summary>The values that manifests, exports and results show; null when there are none. A dropped frame omits the values of stages that see kept frames only, so that output does not depend on earlier decisions.</summary>
    public FrameValues? ShownValues => (Kept || Values is null ? Values : new FrameValues(Values.Sampled)) is { Count: > 0 } values ? values : null;

    /// <summary>Whether the frame is part of the result.</summary>
    public required bool Kept { get; init; }

    /// <summary>The rule that dropped the frame; null for a kept frame.</summary>
    public string? Rule { get; init; }

    /// <summary>The score that the rule compared; null when the rule compares none.</summary>
    public double? Score { get; init; }

    /// <summary>The threshold that the rule compared the score with; null when the rule compares none.</summary>
    public double? Threshold { get; init; }

    /// <summary>The kept frame that this frame duplicates, as <c>video/milliseconds</c>; null when there is none.</summary>
    public string? DuplicateOf { get; init; }

    /// <summary>The path of a kept frame's file in the library, with forward slashes; null when there is none, and for a dropped frame.</summary>
    public string? Path { get; init; }

    /// <summary>The file's SHA-256 in lower-case hexadecimal; null when there is none.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The file's size in bytes; null when there is none.</summary>
    public long? Bytes { get; init; }

    /// <summary>The file that a dropped frame still has, so that a later decision can restore it; null when there is none, and for a kept frame.</summary>
    /// <value>The file stays on disk until <c>reelmill gc</c> removes it. Manifests and exports omit it.</value>
    public Artifact? DroppedFile { get; init; }
}
