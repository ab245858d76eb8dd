using System.Globalization;
using Microsoft.AspNetCore.Http;
using Reelmill.Core;
using Reelmill.Library;
using Reelmill.Library.Catalog;
using Reelmill.Library.Vectors;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Services;
using Reelmill.Server.Http;
using Reelmill.Server.Library;

namespace Reelmill.Server.Search;

/// <summary>Searches the library's collections with the models and stores that all requests share.</summary>
/// <param name="services">The models and stores.</param>
/// <param name="library">The open library.</param>
/// <param name="videos">The videos that frames are of.</param>
/// <param name="pictures">The pictures of frames that are in no collection.</param>
internal sealed class UploadedImageSearch(RunServices services, LibrarySession library, VideoLibrary videos, FrameImages pictures) : IDisposable
{
    /// <summary>How many pictures may be on their way in at once: each may take 32 MiB of the disk while it is looked at.</summary>
    private const int MostSent = 16;

    private const string Store = "embedded";

    /// <summary>The collections that are searched when none is named: that of the kept frames, then that of pictures.</summary>
    private static readonly string[] Usual = ["frames", IndexOptions.DefaultCollection];

    private readonly string _folder = library.Folder;
    private readonly string _uploads = Path.Combine(library.Folder, LibraryLayout.Uploads);
    private readonly VideoStore _frames = new(library.Catalog);
    private readonly SemaphoreSlim _turns = new(Environment.ProcessorCount);
    private readonly SemaphoreSlim _places = new(MostSent);

    public async Task<IReadOnlyList<CollectionInfo>> CollectionsAsync(CancellationToken cancellationToken)
    {
        var store = await services.StoreAsync(Store, cancellationToken).ConfigureAwait(false);
        return await store.ListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finds by a picture that a request brings.</summary>
    /// <exception cref="RequestException">The form is none, the picture cannot be decoded, or the collection cannot be searched.</exception>
    public async Task<SearchDocument> FindAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!await _places.WaitAsync(TimeSpan.Zero, cancellationToken).ConfigureAwait(false))
        {
            throw new RequestException("too_many_searches", $"{MostSent} pictures are being looked at already. Try again in a moment.", 429) { RetryAfter = TimeSpan.FromSeconds(1) };
        }

        try
        {
            using var form = await SearchForm.ReadAsync(request, await library.Artifacts.ReserveTemporaryPathAsync("search", cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            return await FindAsync(form.Path, form.Query, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Finds by a frame of the library: by its vector when the collection has it, by its picture otherwise.</summary>
    /// <exception cref="RequestException">There is no such frame, no picture of it, or the collection cannot be searched.</exception>
    public async Task<SearchDocument> FindAsync(string video, long timeMs, SearchQuery query, CancellationToken cancellationToken)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{video}/{timeMs}");
        if (await FindAsync(id, query, search => search.FindAsync(id, cancellationToken), cancellationToken).ConfigureAwait(false) is { } found)
        {
            return found;
        }

        var frame = await videos.FindFrameAsync(video, timeMs, cancellationToken).ConfigureAwait(false);
        var path = await library.Artifacts.ReserveTemporaryPathAsync("search", cancellationToken).ConfigureAwait(false);
        try
        {
            await File.WriteAllBytesAsync(path, await pictures.OfAsync(frame, null, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            return await FindAsync(path, query, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(path);
        }
    }

    public void Dispose()
    {
        _turns.Dispose();
        _places.Dispose();
    }

    private Task<SearchDocument> FindAsync(string path, SearchQuery query, CancellationToken cancellationToken) =>
        FindAsync(path, query, search => search.FindAsync(cancellationToken)!, cancellationToken)!;

    private async Task<SearchDocument?> FindAsync(string picture, SearchQuery query, Func<ImageSearch, Task<SearchResults?>> find, CancellationToken cancellationToken)
    {
        var collection = query.Collection ?? await UsualCollectionAsync(cancellationToken).ConfigureAwait(false);
        var options = new SearchOptions(picture) { Collection = collection, Count = query.Count, Filter = query.Filter, Exact = query.Exact, Store = Store };
        await _turns.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await find(new ImageSearch(services, options)).ConfigureAwait(false) is { } found ? await DescribeAsync(found, cancellationToken).ConfigureAwait(false) : null;
        }
        catch (PipelineException e) when (StatusOf(e.Code) is { } status)
        {
            throw new RequestException(e.Code, e.Message, status);
        }
        catch (ItemException e)
        {
            throw new RequestException(e.Code, e.Message.Replace($" '{picture}'", "", StringComparison.Ordinal), 422);
        }
        finally
        {
            _turns.Release();
        }
    }

    private static int? StatusOf(string code) => code switch
    {
        "collection_unknown" => 404,
        "bad_collection" or "bad_filter" => 400,
        "embedder_changed" => 409,
        _ => null,
    };

    private async Task<string> UsualCollectionAsync(CancellationToken cancellationToken)
    {
        var names = (await CollectionsAsync(cancellationToken).ConfigureAwait(false)).Select(static c => c.Name).ToArray();
        return Usual.FirstOrDefault(n => names.Contains(n, StringComparer.Ordinal)) ?? names.FirstOrDefault()
            ?? throw new RequestException("collection_unknown", "The library has no collection to search. Run 'mine' with embed, or 'index', to make one.", 404);
    }

    private async Task<SearchDocument> DescribeAsync(SearchResults found, CancellationToken cancellationToken)
    {
        var hits = new List<HitDocument>(found.Results.Count);
        foreach (var hit in found.Results)
        {
            // A collection may hold frames of other libraries too.
            var frame = VideoOf(hit) is { } video ? await _frames.FindFrameAsync(video, hit.TimeMs!.Value, cancellationToken).ConfigureAwait(false) : null;

            // What was uploaded is called what its sender calls it.
            var title = frame is not null && hit.Source.StartsWith(_uploads, StringComparison.Ordinal) ? (await videos.TryFindAsync(frame.Video, cancellationToken).ConfigureAwait(false))?.Title : null;
            hits.Add(new HitDocument(
                hit.Rank, hit.Id, hit.Score, title ?? ServerText.SourceOf(hit.Source), hit.TimeMs, Below(hit.Path), hit.Metadata, frame?.Video, frame?.Path is null ? null : LibraryUrls.Picture(frame.Video, frame.TimeMs)));
        }

        return new SearchDocument(found.Collection, found.Approximate, found.Recall, found.Note is { } note ? new NoteDocument(note.Code, note.Message) : null, hits);
    }

    /// <summary>The id of a frame is that of its video with its time.</summary>
    private static string? VideoOf(SearchResult hit) => hit.TimeMs is not null && hit.Id.LastIndexOf('/') is > 0 and var end ? hit.Id[..end] : null;

    private string? Below(string? path) => path is not null && path.StartsWith(_folder + '/', StringComparison.Ordinal) ? path[(_folder.Length + 1)..] : null;
}
