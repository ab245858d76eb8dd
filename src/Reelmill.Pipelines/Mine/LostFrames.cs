using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Pipelines.Mine;

/// <summary>Finds videos with lost frame files.</summary>
internal static class LostFrames
{
    /// <summary>Lists the videos with a kept frame that has no file, or whose file is lost.</summary>
    public static async Task<IReadOnlySet<string>> VideosAsync(
        SqliteCatalog catalog, IReadOnlyCollection<string> lost, CancellationToken cancellationToken)
    {
        var gone = lost.ToHashSet(StringComparer.Ordinal);
        var videos = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var frame in catalog.FramesAsync(cancellationToken).ConfigureAwait(false))
        {
            if (frame.Kept && (frame.Path is null || gone.Contains(frame.Path)))
            {
                videos.Add(frame.Video);
            }
        }

        return videos;
    }
}
