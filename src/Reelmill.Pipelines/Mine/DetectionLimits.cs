using System.Text.Json;
using System.Text.Json.Serialization;
using Reelmill.Library.Catalog;

namespace Reelmill.Pipelines.Mine;

/// <summary>What must be in a frame, or must not, for it to be kept. Frames in which nothing was looked for are not judged.</summary>
/// <remarks>It belongs to the library, as the limits of quality do.</remarks>
public sealed record DetectionLimits
{
    /// <summary>The classes of which one must be there.</summary>
    /// <value>Empty by default: nothing must.</value>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>The most of the picture that what was found may cover, such as text.</summary>
    /// <value>0 to 1; null by default: all of it.</value>
    public double? MaxCovered { get; init; }

    /// <inheritdoc/>
    public bool Equals(DetectionLimits? other) =>
        other is not null && MaxCovered == other.MaxCovered && Classes.SequenceEqual(other.Classes, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(MaxCovered, Classes.Count);

    /// <summary>The limits, for people.</summary>
    public override string ToString() => $"{nameof(DetectionLimits)} {Text}";

    /// <summary>As JSON: equal limits, equal texts.</summary>
    internal string Text => JsonSerializer.Serialize(this, DetectionJson.Default.DetectionLimits);

    /// <summary>Decides on a frame that is kept otherwise.</summary>
    internal FrameRecord Judge(FrameRecord frame)
    {
        if (!frame.Kept || frame.Detections is not { } json)
        {
            return frame;
        }

        var found = JsonSerializer.Deserialize(json, DetectionJson.Default.FrameDetections)!;
        if (MaxCovered is { } most && found.Covered > most)
        {
            return frame with { Kept = false, Rule = Rules.Covered, Score = found.Covered, Threshold = most };
        }

        return Classes.Count == 0 || found.Found.Any(f => Classes.Contains(f.Label, StringComparer.OrdinalIgnoreCase))
            ? frame
            : frame with { Kept = false, Rule = Rules.ClassMissing };
    }
}

/// <summary>Generated serialisation, which starts faster than reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DetectionLimits))]
[JsonSerializable(typeof(FrameDetections))]
internal sealed partial class DetectionJson : JsonSerializerContext;
