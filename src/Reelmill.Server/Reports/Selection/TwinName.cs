using System.Globalization;

namespace Reelmill.Server.Reports.Selection;

/// <summary>The frame that another was a duplicate of.</summary>
internal readonly record struct TwinName(string Video, long TimeMs)
{
    /// <summary>Reads <c>video/milliseconds</c>; null for anything else.</summary>
    public static TwinName? Parse(string? text)
    {
        var slash = text?.LastIndexOf('/') ?? -1;
        return slash > 0 && long.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var timeMs)
            ? new TwinName(text![..slash], timeMs)
            : null;
    }
}
