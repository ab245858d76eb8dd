using Reelmill.Library;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Pipelines.Items;
using Reelmill.Server.Http;

namespace Reelmill.Server.Library;

/// <summary>Finds videos and describes them.</summary>
/// <param name="catalog">The library's catalog.</param>
internal sealed class VideoLibrary(SqliteCatalog catalog)
{
    /// <summary>How many videos a search by text looks at before it gives what it has, so that no request reads a whole library.</summary>
    private const int MostLooked = 20_000;

    private readonly VideoStore _store = new(catalog);
    private readonly string _uploads = Path.Combine(catalog.Folder, LibraryLayout.Uploads);

    /// <summary>Finds a video.</summary>
    /// <exception cref="RequestException"><c>video_not_found</c>.</exception>
    public async Task<Video> FindAsync(string id, CancellationToken cancellationToken) =>
        await TryFindAsync(id, cancellationToken).ConfigureAwait(false)
            ?? throw new RequestException("video_not_found", $"The library has no video '{id}'. GET {LibraryUrls.Root}/videos lists those that it has.", 404);

    /// <summary>Finds a video; null when there is none, or none that is done.</summary>
    public async Task<Video?> TryFindAsync(string id, CancellationToken cancellationToken) =>
        await _store.ItemsOfAsync(id, cancellationToken).ConfigureAwait(false) is { Count: > 0 } items ? new Video(items, _uploads) : null;

    /// <summary>Finds a frame, whatever was decided on it.</summary>
    /// <exception cref="RequestException"><c>frame_not_found</c>.</exception>
    public async Task<FrameRecord> FindFrameAsync(string video, long timeMs, CancellationToken cancellationToken) =>
        await _store.FindFrameAsync(video, timeMs, cancellationToken).ConfigureAwait(false)
            ?? throw new RequestException("frame_not_found", $"The library has no frame of the video '{video}' at {timeMs} ms. GET {LibraryUrls.Root}/videos/{video}/frames lists those that were sampled.", 404);

    /// <summary>Gives a page of a video's frames, by time.</summary>
    /// <param name="id">The video.</param>
    /// <param name="after">The time in milliseconds after which the page begins; -1 for the first.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="RequestException"><c>video_not_found</c>.</exception>
    public async Task<FrameList> FramesAsync(string id, long after, int limit, CancellationToken cancellationToken)
    {
        var isAtHand = OriginalOf(await FindAsync(id, cancellationToken).ConfigureAwait(false)) is not null;
        var read = limit == int.MaxValue ? limit : limit + 1;
        var frames = await _store.FramesAfterAsync(id, after, read, cancellationToken).ConfigureAwait(false);
        return new FrameList(frames.Take(limit).Select(f => FrameDocument.Of(f, isAtHand)), frames.Count > limit ? frames[limit - 1].TimeMs : null);
    }

    /// <summary>Gives a page of videos, by id.</summary>
    /// <param name="text">What their titles or sources mention; empty for all.</param>
    /// <param name="after">The id after which the page begins; empty for the first.</param>
    /// <param name="limit">How many at most; there may be fewer although there are more pages.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<VideoPage> ListAsync(string text, string after, int limit, CancellationToken cancellationToken)
    {
        var page = new List<VideoDocument>();
        var looked = 0;
        await foreach (var video in VideosAfterAsync(after, cancellationToken).ConfigureAwait(false))
        {
            if (page.Count == limit || looked++ == MostLooked)
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
        return VideoDocument.Of(video, frames, master is not null, OriginalOf(video) is not null);
    }

    /// <summary>Where a video's original is; null when it is not at hand.</summary>
    public string? OriginalOf(Video video) =>
        video.Items.Select(i => SourceFileLocator.Find(i, catalog.Folder)).FirstOrDefault(static p => p is not null);

    private async IAsyncEnumerable<Video> VideosAfterAsync(string after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var items = new List<Item>();
        await foreach (var item in _store.ItemsAfterAsync(after, cancellationToken).ConfigureAwait(false))
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
