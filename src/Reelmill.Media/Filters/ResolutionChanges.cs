using System.Globalization;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Filters;

/// <summary>
/// Handles frames whose size or format changes in mid-stream. ffmpeg then rebuilds the filter graph, and the filters lose
/// their state and buffered frames. One graph can process all frames when its first filter accepts any size.
/// </summary>
internal static class ResolutionChanges
{
    /// <summary>Returns input options that keep one filter graph. Empty where ffmpeg inserts its own rotation filters, which accept one size only.</summary>
    public static string[] KeepGraph(VideoStream video) => video.Orientation.IsUpright ? ["-reinit_filter", "0"] : [];

    /// <summary>Scales all frames to the size of the first frame, for filters that accept one size only; ends with a comma. Frames of that size pass unchanged.</summary>
    public static string ScaleToFirst(VideoStream video) => video.Orientation.IsUpright
        ? string.Create(CultureInfo.InvariantCulture, $"scale={video.Width}:{video.Height}:interl=-1,")
        : string.Empty;
}
