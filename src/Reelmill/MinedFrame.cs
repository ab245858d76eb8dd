using Reelmill.Library.Catalog;

namespace Reelmill;

/// <summary>A sampled frame of a video.</summary>
/// <param name="Input">The file or URL, without secrets.</param>
/// <param name="Record">The scores of the frame and the decision on it, as in the catalog.</param>
/// <param name="Path">The full path of the JPEG file; null for a dropped frame.</param>
public sealed record MinedFrame(string Input, FrameRecord Record, string? Path)
{
    /// <summary>The id of the video's content: equal bytes, equal id.</summary>
    public string Video => Record.Video;

    /// <summary>The time from the start of the video.</summary>
    public TimeSpan Time => TimeSpan.FromMilliseconds(Record.TimeMs);

    /// <summary>The values of custom stages; null when there are none.</summary>
    public FrameValues? Values => Record.ShownValues;

    /// <summary>Whether the frame is kept.</summary>
    public bool IsKept => Record.Kept;

    /// <summary><c>kept</c>, or the rule that dropped it, such as <c>sharpness</c>.</summary>
    public string Decision => Record.Kept ? "kept" : Record.Rule ?? "dropped";
}
