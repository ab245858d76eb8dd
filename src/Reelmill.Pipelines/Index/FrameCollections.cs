using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Pipelines.Index;

/// <summary>The collections that hold vectors of a library's own frames.</summary>
internal static class FrameCollections
{
    /// <summary>Those whose frames are not the ones that are kept now, by name.</summary>
    /// <param name="catalog">The library's catalog.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<IReadOnlyList<string>> StaleAsync(SqliteCatalog catalog, CancellationToken cancellationToken)
    {
        var stale = new List<string>();
        foreach (var pipeline in (await catalog.PipelinesAsync(cancellationToken).ConfigureAwait(false)).Where(IndexRun.IsPipeline))
        {
            var indexed = await FramesAsync(catalog, pipeline, cancellationToken).ConfigureAwait(false);
            if (indexed.Count > 0 && !indexed.SetEquals(await KeptAsync(catalog, cancellationToken).ConfigureAwait(false)))
            {
                stale.Add(IndexRun.CollectionOf(pipeline));
            }
        }

        return stale;
    }

    private static async Task<HashSet<string>> FramesAsync(SqliteCatalog catalog, string pipeline, CancellationToken cancellationToken)
    {
        var own = Path.GetFullPath(catalog.Folder) + Path.DirectorySeparatorChar;
        var frames = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var item in catalog.ItemsAsync(new ItemFilter { Pipeline = pipeline, State = ItemState.Done }, cancellationToken).ConfigureAwait(false))
        {
            if (LibraryFrames.IsFrame(item) && item.Source.StartsWith(own, StringComparison.Ordinal))
            {
                frames.Add(item.Source);
            }
        }

        return frames;
    }

    private static async Task<HashSet<string>> KeptAsync(SqliteCatalog catalog, CancellationToken cancellationToken)
    {
        var kept = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var frame in catalog.FramesAsync(cancellationToken).ConfigureAwait(false))
        {
            if (frame.Path is { } path)
            {
                kept.Add(Path.Combine(Path.GetFullPath(catalog.Folder), path));
            }
        }

        return kept;
    }
}
