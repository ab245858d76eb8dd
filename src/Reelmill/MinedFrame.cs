using Reelmill.Library.Catalog;

namespace Reelmill;

/// <summary>A sampled frame of a video.</summary>
/// <param name="Input">The file or URL, without secrets.</param>
/// <param name="Record">Its scores and the decision on it, as the catalog has them.</param>
/// <param name="Path">The full path of its JPEG file; null for a frame that was dropped.</param>
public sealed record MinedFrame(string Input, FrameRecord Record, string? Path)
{
    /// <summary>The id of the video's content: equal bytes, equal id.</summary>
    public string Video => Record.Video;

    /// <summary>The time from the start of the video.</summary>
    public TimeSpan Time => TimeSpan.FromMilliseconds(Record.TimeMs);

    /// <summary>The values that the program's own stages gave it; null when there are none.</summary>
    public FrameValues? Values => Record.ShownValues;

    /// <summary>Whether the frame is part of the result.</summary>
    public bool IsKept => Record.Kept;

    /// <summary><c>kept</c>, or the rule that dropped it, such as <c>sharpness</c>.</summary>
    public string Decision => Record.Kept ? "kept" : Record.Rule ?? "dropped";
}
