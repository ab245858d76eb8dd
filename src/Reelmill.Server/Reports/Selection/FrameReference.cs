using System.Globalization;

namespace Reelmill.Server.Reports.Selection;

/// <summary>A reference to the frame that another frame duplicates.</summary>
internal readonly record struct FrameReference(string Video, long TimeMs)
{
    /// <summary>Parses <c>video/milliseconds</c>; null for any other text.</summary>
    public static FrameReference? Parse(string? text)
    {
        var slash = text?.LastIndexOf('/') ?? -1;
        return slash > 0 && long.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var timeMs)
            ? new FrameReference(text![..slash], timeMs)
            : null;
    }
}
