using System.Globalization;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Pipelines.Index;

/// <summary>Finds collections of a library's own frames.</summary>
internal static class FrameCollections
{
    /// <summary>Lists the collections whose frames differ from the frames that are kept now, by name.</summary>
    /// <param name="catalog">The library's catalog.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    public static async Task<IReadOnlyList<string>> StaleAsync(SqliteCatalog catalog, CancellationToken cancellationToken)
    {
        var stale = new List<string>();
        var (videos, kept) = await ReadLibraryFramesAsync(catalog, cancellationToken).ConfigureAwait(false);
        foreach (var pipeline in (await catalog.PipelinesAsync(cancellationToken).ConfigureAwait(false)).Where(IndexRun.IsPipeline))
        {
            var indexed = await ReadIndexedFramesAsync(catalog, pipeline, videos, cancellationToken).ConfigureAwait(false);
            if (indexed.Count > 0 && !indexed.SetEquals(kept))
            {
                stale.Add(IndexRun.GetCollectionName(pipeline));
            }
        }

        return stale;
    }

    private static async Task<HashSet<string>> ReadIndexedFramesAsync(SqliteCatalog catalog, string pipeline, HashSet<string> videos, CancellationToken cancellationToken)
    {
        var frames = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var item in catalog.ItemsAsync(new ItemFilter { Pipeline = pipeline, State = ItemState.Done }, cancellationToken).ConfigureAwait(false))
        {
            if (LibraryFrames.FindFrameId(item) is { } frame && videos.Contains(frame[..frame.LastIndexOf('/')]))
            {
                frames.Add(frame);
            }
        }

        return frames;
    }

    private static async Task<(HashSet<string> Videos, HashSet<string> Kept)> ReadLibraryFramesAsync(SqliteCatalog catalog, CancellationToken cancellationToken)
    {
        var (videos, kept) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        await foreach (var frame in catalog.FramesAsync(cancellationToken).ConfigureAwait(false))
        {
            videos.Add(frame.Video);
            if (frame.Path is not null)
            {
                kept.Add(string.Create(CultureInfo.InvariantCulture, $"{frame.Video}/{frame.TimeMs}"));
            }
        }

        return (videos, kept);
    }
}
