using Reelmill.Library;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Pipelines.Items;
using Reelmill.Server.Http;

namespace Reelmill.Server.Library;

/// <summary>Finds and describes the videos and frames of a library.</summary>
/// <param name="catalog">The library's catalog.</param>
internal sealed class VideoLibrary(SqliteCatalog catalog)
{
    /// <summary>The number of videos that one text search examines before it returns a page, so that no request reads a whole library.</summary>
    private const int MaxExamined = 20_000;

    private readonly VideoStore _store = new(catalog);
    private readonly string _uploads = Path.Combine(catalog.Folder, LibraryLayout.Uploads);

    /// <summary>Finds a video.</summary>
    /// <exception cref="RequestException"><c>video_not_found</c>.</exception>
    public async Task<Video> FindAsync(string id, CancellationToken cancellationToken) =>
        await TryFindAsync(id, cancellationToken).ConfigureAwait(false)
            ?? throw new RequestException("video_not_found", $"The library has no video '{id}'. GET {LibraryUrls.Root}/videos lists the videos.", 404);

    /// <summary>Finds a video; null when no completed item has the content.</summary>
    public async Task<Video?> TryFindAsync(string id, CancellationToken cancellationToken) =>
        await _store.ListItemsAsync(id, cancellationToken).ConfigureAwait(false) is { Count: > 0 } items ? new Video(items, _uploads) : null;

    /// <summary>Finds a sampled frame, kept or dropped.</summary>
    /// <exception cref="RequestException"><c>frame_not_found</c>.</exception>
    public async Task<FrameRecord> FindFrameAsync(string video, long timeMs, CancellationToken cancellationToken) =>
        await _store.FindFrameAsync(video, timeMs, cancellationToken).ConfigureAwait(false)
            ?? throw new RequestException("frame_not_found", $"The library has no frame of the video '{video}' at {timeMs} ms. GET {LibraryUrls.Root}/videos/{video}/frames lists the sampled frames.", 404);

    /// <summary>Lists a page of a video's frames, by time.</summary>
    /// <param name="id">The video.</param>
    /// <param name="after">The time in milliseconds after which the page begins; -1 for the first page.</param>
    /// <param name="limit">The maximum number of frames.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="RequestException"><c>video_not_found</c>.</exception>
    public async Task<FrameList> FramesAsync(string id, long after, int limit, CancellationToken cancellationToken)
    {
        var isAvailable = FindOriginal(await FindAsync(id, cancellationToken).ConfigureAwait(false)) is not null;
        var read = limit == int.MaxValue ? limit : limit + 1;
        var frames = await _store.ListFramesAsync(id, after, read, cancellationToken).ConfigureAwait(false);
        return new FrameList(frames.Take(limit).Select(f => FrameDocument.From(f, isAvailable)), frames.Count > limit ? frames[limit - 1].TimeMs : null);
    }

    /// <summary>Lists a page of videos, by id.</summary>
    /// <param name="text">A text that the title or a source must contain; empty for all videos.</param>
    /// <param name="after">The id after which the page begins; empty for the first page.</param>
    /// <param name="limit">The maximum number of videos. A page can have fewer although more pages follow.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public async Task<VideoPage> ListAsync(string text, string after, int limit, CancellationToken cancellationToken)
    {
        var page = new List<VideoDocument>();
        var examined = 0;
        await foreach (var video in VideosAfterAsync(after, cancellationToken).ConfigureAwait(false))
        {
            if (page.Count == limit || examined++ == MaxExamined)
            {
                return new VideoPage(page, after);
            }

            after = video.Id;
            if (text.Length == 0 || video.Mentions(text))
            {
                page.Add(await DescribeAsync(video, cancellationToken).ConfigureAwait(false));
            }
        }

        return new VideoPage(page, null);
    }

    /// <summary>Describes a video.</summary>
    public async Task<VideoDocument> DescribeAsync(Video video, CancellationToken cancellationToken)
    {
        var frames = await _store.CountAsync(video.Id, cancellationToken).ConfigureAwait(false);
        var master = await _store.FindFileAsync($"{LibraryLayout.Hls}/{video.Id}/{Video.Master}", cancellationToken).ConfigureAwait(false);
        return VideoDocument.From(video, frames, master is not null, FindOriginal(video) is not null);
    }

    /// <summary>Finds the path of a video's original file; null when it is not available.</summary>
    public string? FindOriginal(Video video) =>
        video.Items.Select(i => SourceFileLocator.Find(i, catalog.Folder)).FirstOrDefault(static p => p is not null);

    private async IAsyncEnumerable<Video> VideosAfterAsync(string after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var items = new List<Item>();
        await foreach (var item in _store.StreamItemsAsync(after, cancellationToken).ConfigureAwait(false))
        {
            if (items.Count > 0 && items[0].Video != item.Video)
            {
                yield return new Video(items, _uploads);
                items = [];
            }

            items.Add(item);
        }

        if (items.Count > 0)
        {
            yield return new Video(items, _uploads);
        }
    }
}
