using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Library.Catalog;

/// <summary>
/// Reads the videos of a library, one or a page at a time. A video is a content that was mined, cut or converted to HLS;
/// indexed images are not videos. Calls read no more of the catalog than they return.
/// </summary>
/// <param name="catalog">The library's catalog.</param>
/// <remarks>Thread-safe. Every member throws what <see cref="SqliteCatalog"/> throws.</remarks>
public sealed class VideoStore(SqliteCatalog catalog)
{
    /// <summary>Streams the items of the library's videos, ordered by content id, so that the items of a video are adjacent.</summary>
    /// <param name="after">The content id after which the stream begins; empty for all.</param>
    /// <param name="cancellationToken">Stops the stream.</param>
    public IAsyncEnumerable<Item> StreamItemsAsync(string after, CancellationToken cancellationToken = default) =>
        catalog.StreamAsync(c => ItemTable.SelectVideos(c, after), ItemTable.Map, cancellationToken);

    /// <summary>Lists the items of one video, ordered by source.</summary>
    /// <param name="video">The id of its content.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The items; empty when the library has no such video.</returns>
    public Task<IReadOnlyList<Item>> ListItemsAsync(string video, CancellationToken cancellationToken = default) =>
        catalog.ReadAsync<IReadOnlyList<Item>>(c => ItemTable.ListByVideo(c, video), cancellationToken);

    /// <summary>Counts the frames of one video.</summary>
    /// <param name="video">The id of its content.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public Task<VideoFrames> CountAsync(string video, CancellationToken cancellationToken = default) =>
        catalog.ReadAsync(c => FrameTable.Count(c, video), cancellationToken);

    /// <summary>Lists a page of the frames of one video, ordered by time.</summary>
    /// <param name="video">The id of its content.</param>
    /// <param name="afterMs">The time after which the page begins, in milliseconds; -1 for the first page.</param>
    /// <param name="limit">The maximum number of frames.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public Task<IReadOnlyList<FrameRecord>> ListFramesAsync(string video, long afterMs, int limit, CancellationToken cancellationToken = default) =>
        catalog.ReadAsync<IReadOnlyList<FrameRecord>>(c => FrameTable.ListPage(c, video, afterMs, limit), cancellationToken);

    /// <summary>Finds one frame.</summary>
    /// <param name="video">The id of its video's content.</param>
    /// <param name="timeMs">The time of the frame, in milliseconds.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The frame, or null when there is none.</returns>
    public Task<FrameRecord?> FindFrameAsync(string video, long timeMs, CancellationToken cancellationToken = default) =>
        catalog.ReadAsync(c => FrameTable.Find(c, video, timeMs), cancellationToken);

    /// <summary>Finds a file other than a frame.</summary>
    /// <param name="path">The path relative to the library's folder: <c>kind/id/name</c>.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The file, or null when the catalog has no such path.</returns>
    public Task<Artifact?> FindFileAsync(string path, CancellationToken cancellationToken = default) =>
        catalog.ReadAsync(c => ArtifactTable.Find(c, path), cancellationToken);
}

/// <summary>Counts of the frames of a video.</summary>
/// <param name="Sampled">The number of sampled frames.</param>
/// <param name="Kept">The number of kept frames.</param>
/// <param name="FirstFrameMs">The time of the first kept frame with a file, or else of the first dropped frame with one, in milliseconds; null when no frame has a file.</param>
public sealed record VideoFrames(long Sampled, long Kept, long? FirstFrameMs);
