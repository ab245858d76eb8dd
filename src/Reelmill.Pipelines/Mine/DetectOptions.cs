using Reelmill.Vision.Detection;

namespace Reelmill.Pipelines.Mine;

/// <summary>What is looked for in kept frames.</summary>
/// <param name="Model">The name of a model that detects.</param>
public sealed record DetectOptions(string Model)
{
    /// <summary>The least score that counts.</summary>
    /// <value>0 to 1; null by default: what suits the model.</value>
    public double? MinScore { get; init; }

    /// <summary>Which frames are kept for what is in them.</summary>
    public DetectionLimits Limits { get; init; } = new();

    /// <summary>What a model looks for.</summary>
    internal DetectionOptions Detection => new() { MinScore = (float?)MinScore, Classes = Limits.Classes };
}
