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

/// <summary>Searches the library's collections by an uploaded image or by a frame.</summary>
/// <param name="services">The models and vector stores, which all requests share.</param>
/// <param name="library">The open library.</param>
/// <param name="videos">The videos and frames of the library.</param>
/// <param name="images">Provides the images of frames that are in no collection.</param>
internal sealed class UploadedImageSearch(RunServices services, LibrarySession library, VideoLibrary videos, FrameImages images) : IDisposable
{
    /// <summary>The number of concurrent uploads of query images: each can take 32 MiB of disk during its search.</summary>
    private const int MaxConcurrentUploads = 16;

    private const string Store = "embedded";

    /// <summary>The default collections, in order of preference: kept frames, then indexed images.</summary>
    private static readonly string[] DefaultCollections = ["frames", IndexOptions.DefaultCollection];

    private readonly string _folder = library.Folder;
    private readonly string _uploads = Path.Combine(library.Folder, LibraryLayout.Uploads);
    private readonly VideoStore _frames = new(library.Catalog);
    private readonly SemaphoreSlim _searchSlots = new(Environment.ProcessorCount);
    private readonly SemaphoreSlim _uploadSlots = new(MaxConcurrentUploads);

    public async Task<IReadOnlyList<CollectionInfo>> CollectionsAsync(CancellationToken cancellationToken)
    {
        var store = await services.StoreAsync(Store, cancellationToken).ConfigureAwait(false);
        return await store.ListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Searches by the image in a request's form.</summary>
    /// <exception cref="RequestException">The form is invalid, the image cannot be decoded, or the collection cannot be searched.</exception>
    public async Task<SearchDocument> FindAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!await _uploadSlots.WaitAsync(TimeSpan.Zero, cancellationToken).ConfigureAwait(false))
        {
            throw new RequestException("too_many_searches", $"{MaxConcurrentUploads} searches by image are running, the maximum. Try again in a moment.", 429) { RetryAfter = TimeSpan.FromSeconds(1) };
        }

        try
        {
            using var form = await SearchForm.ReadAsync(request, await library.Artifacts.ReserveTemporaryPathAsync("search", cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            return await FindAsync(form.Path, form.Query, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _uploadSlots.Release();
        }
    }

    /// <summary>Searches by a frame of the library: by its stored embedding when the collection has one, otherwise by its image.</summary>
    /// <exception cref="RequestException">The frame does not exist, has no image, or the collection cannot be searched.</exception>
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
            await File.WriteAllBytesAsync(path, await images.GetAsync(frame, null, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            return await FindAsync(path, query, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(path);
        }
    }

    public void Dispose()
    {
        _searchSlots.Dispose();
        _uploadSlots.Dispose();
    }

    private Task<SearchDocument> FindAsync(string path, SearchQuery query, CancellationToken cancellationToken) =>
        FindAsync(path, query, search => search.FindAsync(cancellationToken)!, cancellationToken)!;

    private async Task<SearchDocument?> FindAsync(string image, SearchQuery query, Func<ImageSearch, Task<SearchResults?>> find, CancellationToken cancellationToken)
    {
        var collection = query.Collection ?? await FindDefaultCollectionAsync(cancellationToken).ConfigureAwait(false);
        var options = new SearchOptions(image) { Collection = collection, Count = query.Count, Filter = query.Filter, Exact = query.Exact, Store = Store };
        await _searchSlots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await find(new ImageSearch(services, options)).ConfigureAwait(false) is { } found ? await DescribeAsync(found, cancellationToken).ConfigureAwait(false) : null;
        }
        catch (PipelineException e) when (GetStatus(e.Code) is { } status)
        {
            throw new RequestException(e.Code, e.Message, status);
        }
        catch (ItemException e)
        {
            throw new RequestException(e.Code, e.Message.Replace($" '{image}'", "", StringComparison.Ordinal), 422);
        }
        finally
        {
            _searchSlots.Release();
        }
    }

    private static int? GetStatus(string code) => code switch
    {
        "collection_unknown" => 404,
        "bad_collection" or "bad_filter" => 400,
        "embedder_changed" => 409,
        _ => null,
    };

    private async Task<string> FindDefaultCollectionAsync(CancellationToken cancellationToken)
    {
        var names = (await CollectionsAsync(cancellationToken).ConfigureAwait(false)).Select(static c => c.Name).ToArray();
        return DefaultCollections.FirstOrDefault(n => names.Contains(n, StringComparer.Ordinal)) ?? names.FirstOrDefault()
            ?? throw new RequestException("collection_unknown", "The library has no collection to search. Create one with 'index', or with 'mine' and the option embed.", 404);
    }

    private async Task<SearchDocument> DescribeAsync(SearchResults found, CancellationToken cancellationToken)
    {
        var hits = new List<HitDocument>(found.Results.Count);
        foreach (var hit in found.Results)
        {
            // A collection can also contain frames of other libraries.
            var frame = GetVideo(hit) is { } video ? await _frames.FindFrameAsync(video, hit.TimeMs!.Value, cancellationToken).ConfigureAwait(false) : null;

            // An upload is shown under the client's file name.
            var title = frame is not null && hit.Source.StartsWith(_uploads, StringComparison.Ordinal) ? (await videos.TryFindAsync(frame.Video, cancellationToken).ConfigureAwait(false))?.Title : null;
            hits.Add(new HitDocument(
                hit.Rank, hit.Id, hit.Score, title ?? MessageRedactor.RedactSource(hit.Source), hit.TimeMs, GetRelativePath(hit.Path), hit.Metadata, frame?.Video, frame?.Path is null ? null : LibraryUrls.FrameImage(frame.Video, frame.TimeMs)));
        }

        return new SearchDocument(found.Collection, found.Approximate, found.Recall, found.Note is { } note ? new NoteDocument(note.Code, note.Message) : null, hits);
    }

    /// <summary>Gets the video of a frame: the id of a frame is VIDEO/TIMEMS.</summary>
    private static string? GetVideo(SearchResult hit) => hit.TimeMs is not null && hit.Id.LastIndexOf('/') is > 0 and var end ? hit.Id[..end] : null;

    private string? GetRelativePath(string? path) => path is not null && path.StartsWith(_folder + '/', StringComparison.Ordinal) ? path[(_folder.Length + 1)..] : null;
}
