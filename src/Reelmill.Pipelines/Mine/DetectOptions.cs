using Reelmill.Vision.Detection;

namespace Reelmill.Pipelines.Mine;

/// <summary>The options of the detector that runs on kept frames.</summary>
/// <param name="Model">The name of a detection model.</param>
public sealed record DetectOptions(string Model)
{
    /// <summary>The minimum score of a detection.</summary>
    /// <value>0 to 1; null by default: the default of the model.</value>
    public double? MinScore { get; init; }

    /// <summary>The limits that decide by the detections which frames are kept.</summary>
    public DetectionLimits Limits { get; init; } = new();

    /// <summary>The classes and the minimum score, as the detector takes them.</summary>
    internal DetectionOptions Detection => new() { MinScore = (float?)MinScore, Classes = Limits.Classes };
}
