using System.Text.Json;
using System.Text.Json.Serialization;
using Reelmill.Library.Catalog;

namespace Reelmill.Pipelines.Mine;

/// <summary>The limits on the detections of a kept frame. Frames without a detector run are not judged.</summary>
/// <remarks>The limits belong to the library, as the quality limits do.</remarks>
public sealed record DetectionLimits
{
    /// <summary>The classes of which at least one must be detected.</summary>
    /// <value>Empty by default: no class is required.</value>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>The maximum share of the frame that detections, such as text, may cover.</summary>
    /// <value>0 to 1; null by default: no limit.</value>
    public double? MaxCovered { get; init; }

    /// <inheritdoc/>
    public bool Equals(DetectionLimits? other) =>
        other is not null && MaxCovered == other.MaxCovered && Classes.SequenceEqual(other.Classes, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(MaxCovered, Classes.Count);

    /// <summary>Formats the limits for display.</summary>
    public override string ToString() => $"{nameof(DetectionLimits)} {Text}";

    /// <summary>The limits as JSON: equal limits give equal strings.</summary>
    internal string Text => JsonSerializer.Serialize(this, DetectionJson.Default.DetectionLimits);

    /// <summary>Judges the detections of a frame that all other rules keep.</summary>
    internal FrameRecord Evaluate(FrameRecord frame)
    {
        if (!frame.Kept || frame.Detections is not { } json)
        {
            return frame;
        }

        var found = JsonSerializer.Deserialize(json, DetectionJson.Default.FrameDetections)!;
        if (MaxCovered is { } max && found.Covered > max)
        {
            return frame with { Kept = false, Rule = Rules.Covered, Score = found.Covered, Threshold = max };
        }

        return Classes.Count == 0 || found.Found.Any(f => Classes.Contains(f.Label, StringComparer.OrdinalIgnoreCase))
            ? frame
            : frame with { Kept = false, Rule = Rules.ClassMissing };
    }
}

/// <summary>Source-generated serialization, which starts faster than reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DetectionLimits))]
[JsonSerializable(typeof(FrameDetections))]
internal sealed partial class DetectionJson : JsonSerializerContext;
