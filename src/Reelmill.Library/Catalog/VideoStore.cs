using Reelmill.Library.Artifacts;
using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Library.Catalog;

/// <summary>
/// The videos of a library, one or a page at a time: contents that were mined, cut or made into streams. Pictures that
/// were indexed are none. No call reads more of the catalog than what it gives.
/// </summary>
/// <param name="catalog">The library's catalog.</param>
/// <remarks>Thread-safe. Every member throws what <see cref="SqliteCatalog"/> throws.</remarks>
public sealed class VideoStore(SqliteCatalog catalog)
{
    /// <summary>Streams the items of videos that the library has in the order of their contents' ids: those of one video come one after the other.</summary>
    /// <param name="after">The id after which it begins; empty for all.</param>
    /// <param name="cancellationToken">Stops the stream.</param>
    public IAsyncEnumerable<Item> ItemsAfterAsync(string after, CancellationToken cancellationToken = default) =>
        catalog.StreamAsync(c => ItemTable.SelectVideos(c, after), ItemTable.Map, cancellationToken);

    /// <summary>Lists the items of one video, by their sources.</summary>
    /// <param name="video">The id of its content.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The items; none when the library has no such video.</returns>
    public Task<IReadOnlyList<Item>> ItemsOfAsync(string video, CancellationToken cancellationToken = default) =>
        catalog.ReadAsync<IReadOnlyList<Item>>(c => ItemTable.OfVideo(c, video), cancellationToken);

    /// <summary>Counts the frames of one video.</summary>
    /// <param name="video">The id of its content.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public Task<VideoFrames> CountAsync(string video, CancellationToken cancellationToken = default) =>
        catalog.ReadAsync(c => FrameTable.Count(c, video), cancellationToken);

    /// <summary>Lists a page of the frames of one video, in the order of their times.</summary>
    /// <param name="video">The id of its content.</param>
    /// <param name="afterMs">Only those after this time, in milliseconds; -1 for all.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public Task<IReadOnlyList<FrameRecord>> FramesAfterAsync(string video, long afterMs, int limit, CancellationToken cancellationToken = default) =>
        catalog.ReadAsync<IReadOnlyList<FrameRecord>>(c => FrameTable.Page(c, video, afterMs, limit), cancellationToken);

    /// <summary>Finds one frame.</summary>
    /// <param name="video">The id of its video's content.</param>
    /// <param name="timeMs">Its time in milliseconds.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The frame, or null when there is none.</returns>
    public Task<FrameRecord?> FindFrameAsync(string video, long timeMs, CancellationToken cancellationToken = default) =>
        catalog.ReadAsync(c => FrameTable.Find(c, video, timeMs), cancellationToken);

    /// <summary>Finds a file that is no frame.</summary>
    /// <param name="path">Where it is below the library's folder: <c>kind/id/name</c>.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The file, or null when the catalog names none of that path.</returns>
    public Task<Artifact?> FindFileAsync(string path, CancellationToken cancellationToken = default) =>
        catalog.ReadAsync(c => ArtifactTable.Find(c, path), cancellationToken);
}

/// <summary>The frames of a video in numbers.</summary>
/// <param name="Sampled">How many were sampled.</param>
/// <param name="Kept">How many are kept.</param>
/// <param name="FirstPictureMs">The time of the first kept one that has a file, or else of the first dropped one, in milliseconds; null when none has.</param>
public sealed record VideoFrames(long Sampled, long Kept, long? FirstPictureMs);
