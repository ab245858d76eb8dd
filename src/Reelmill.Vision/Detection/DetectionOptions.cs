namespace Reelmill.Vision.Detection;

/// <summary>Which detections are wanted.</summary>
public sealed record DetectionOptions
{
    /// <summary>The least score that is kept: 0..1.</summary>
    /// <value>Null by default: what suits the kind of model.</value>
    public float? MinScore { get; init; }

    /// <summary>The labels that are kept.</summary>
    /// <value>Empty by default: all of them.</value>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>How much two boxes of one class may overlap (intersection over union) before the weaker one is dropped: 0..1.</summary>
    /// <value>0.45 by default.</value>
    public float MaxOverlap { get; init; } = 0.45f;

    /// <summary>Throws when a number is outside 0..1.</summary>
    internal void Validate()
    {
        if (MinScore is { } score && !(score is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(MinScore), score, "A score is 0..1.");
        }

        if (!(MaxOverlap is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(MaxOverlap), MaxOverlap, "An overlap is 0..1.");
        }
    }
}
