using Reelmill.Library.Artifacts;
using Reelmill.Library.Catalog;

namespace Reelmill.Pipelines.Mine;

/// <summary>A frame as the catalog has it and as it is to be.</summary>
internal sealed record FrameChange(FrameRecord Before, FrameRecord After)
{
    public string Name => $"{After.Video}/{After.TimeMs}";

    /// <summary>What the catalog is told: what was not seen now is left out, since a run may have brought newer detections and values meanwhile.</summary>
    public FrameRecord Decision => After with
    {
        Detections = After.Detections == Before.Detections ? null : After.Detections,
        Values = Equals(After.Values, Before.Values) ? null : After.Values,
    };
}

/// <summary>Changes of frame records that several places need.</summary>
internal static class FrameRecords
{
    public static FrameRecord WithFile(this FrameRecord frame, Artifact? file) =>
        frame with { Path = file?.Path, Sha256 = file?.Sha256, Bytes = file?.Bytes, DroppedFile = null };

    /// <summary>The frame with its file at hand, whatever was decided on it: a decision may still change.</summary>
    public static FrameRecord Opened(this FrameRecord frame) => frame.DroppedFile is { } file ? frame.WithFile(file) : frame;

    /// <summary>The frame as the catalog has it: the file of a dropped frame is shown to nobody.</summary>
    public static FrameRecord Settled(this FrameRecord frame) => frame is { Kept: false, Path: { } path }
        ? frame.WithFile(null) with { DroppedFile = new Artifact(path, frame.Sha256!, frame.Bytes ?? 0) }
        : frame;
}
