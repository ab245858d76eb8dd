namespace Reelmill.Vision.Detection;

/// <summary>Selects detections by score, class and overlap.</summary>
public sealed record DetectionOptions
{
    /// <summary>The score threshold: 0..1.</summary>
    /// <value>Null by default: the default of the model's preset.</value>
    public float? MinScore { get; init; }

    /// <summary>The labels to detect.</summary>
    /// <value>Empty by default: all labels.</value>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>The largest intersection over union of two boxes of one class; beyond it, the box with the lower score is dropped: 0..1.</summary>
    /// <value>0.45 by default.</value>
    public float MaxOverlap { get; init; } = 0.45f;

    /// <summary>Throws when a value is outside 0..1.</summary>
    internal void Validate()
    {
        if (MinScore is { } score && !(score is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(MinScore), score, "MinScore must be 0..1.");
        }

        if (!(MaxOverlap is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(MaxOverlap), MaxOverlap, "MaxOverlap must be 0..1.");
        }
    }
}
