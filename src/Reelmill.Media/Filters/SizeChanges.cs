using System.Globalization;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Filters;

/// <summary>
/// Frames may change their size and format in mid-stream. ffmpeg then begins a new filter graph, and what the filters knew of
/// earlier frames, and those that they held back, is lost. One graph serves all frames where its first filter takes any size.
/// </summary>
internal static class SizeChanges
{
    /// <summary>Options of the input that keep one graph. None where ffmpeg turns frames upright by filters of its own: these take one size only.</summary>
    public static string[] KeepGraph(VideoStream video) => video.Orientation.IsUpright ? ["-reinit_filter", "0"] : [];

    /// <summary>Gives all frames the size of the first, for filters that take one size only; ends with a comma. Frames of that size pass untouched.</summary>
    public static string Undo(VideoStream video) => video.Orientation.IsUpright
        ? string.Create(CultureInfo.InvariantCulture, $"scale={video.Width}:{video.Height}:interl=-1,")
        : string.Empty;
}
