using Reelmill.Library.Catalog;

namespace Reelmill.Pipelines.Mine;

/// <summary>A frame before and after a decision.</summary>
internal sealed record FrameChange(FrameRecord Before, FrameRecord After)
{
    public string Name => $"{After.Video}/{After.TimeMs}";

    /// <summary>The update for the catalog. Unchanged detections and values are left out, since another run may have written newer ones meanwhile.</summary>
    public FrameRecord Decision => After with
    {
        Detections = After.Detections == Before.Detections ? null : After.Detections,
        Values = Equals(After.Values, Before.Values) ? null : After.Values,
    };
}

/// <summary>Extensions that attach and detach the files of frame records.</summary>
internal static class FrameRecords
{
    /// <summary>Returns the frame with a file, or without one.</summary>
    public static FrameRecord WithFile(this FrameRecord frame, Artifact? file) =>
        frame with { Path = file?.Path, Sha256 = file?.Sha256, Bytes = file?.Bytes, DroppedFile = null };

    /// <summary>Returns the frame with the file of a dropped frame in the place of a kept one's, for decisions that may still change.</summary>
    public static FrameRecord WithDroppedFileAttached(this FrameRecord frame) => frame.DroppedFile is { } file ? frame.WithFile(file) : frame;

    /// <summary>Returns the frame as the catalog stores it: the file of a dropped frame is detached, so that nothing shows it.</summary>
    public static FrameRecord WithDroppedFileDetached(this FrameRecord frame) => frame is { Kept: false, Path: { } path }
        ? frame.WithFile(null) with { DroppedFile = new Artifact(path, frame.Sha256!, frame.Bytes ?? 0) }
        : frame;
}
