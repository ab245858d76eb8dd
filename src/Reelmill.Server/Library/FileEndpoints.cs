using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Reelmill.Core.Files;
using Reelmill.Library;
using Reelmill.Library.Catalog;
using Reelmill.Pipelines.Services;
using Reelmill.Server.Http;

namespace Reelmill.Server.Library;

/// <summary>The endpoints of the library's files: frame images, HLS streams with their keys, files of custom pipelines, and originals.</summary>
internal static class FileEndpoints
{
    /// <summary>Caching of frame images: a browser keeps one for a week, shared caches none.</summary>
    private const string CacheForWeek = "private, max-age=604800";

    /// <summary>Caching of streams and originals: a new encode reuses the file names, so clients must revalidate.</summary>
    private const string Revalidate = "private, no-cache";

    private static readonly string[] ReadMethods = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder library)
    {
        library.MapMethods("/videos/{id}/frames/{timeMs:long}.jpg", ReadMethods, FrameImageAsync).WithSummary("Returns the image of a frame, kept or dropped.");
        library.MapMethods("/videos/{id}/media", ReadMethods, MediaAsync).WithSummary("Returns the original file of a video, if available.");
        library.MapMethods("/hls/{id}/{name}", ReadMethods, StreamAsync).WithSummary("Returns a file of a video's HLS stream.");
        library.MapMethods("/files/{pipeline}/{id}/{name}", ReadMethods, FileAsync).WithSummary("Returns a file that a custom pipeline made from a video.");
        library.MapMethods("/keys/{id}/{name}", ReadMethods, KeyAsync).WithSummary("Returns a key of a video's encrypted HLS stream.");
    }

    private static async Task<Results<FileContentHttpResult, StatusCodeHttpResult>> FrameImageAsync(
        string id, long timeMs, HttpContext http, VideoLibrary videos, FrameImages images, CancellationToken cancellationToken, int? width = null)
    {
        if (width is < FrameImages.MinWidth or > FrameImages.MaxWidth)
        {
            throw new RequestException("bad_query", $"width: {width} must be {FrameImages.MinWidth} to {FrameImages.MaxWidth} pixels.", 400);
        }

        var frame = await videos.FindFrameAsync(id, timeMs, cancellationToken).ConfigureAwait(false);
        var tag = CreateTag(FrameImages.GetTag(frame, width));
        if (http.Request.GetTypedHeaders().IfNoneMatch.Any(t => t.Compare(tag, useStrongComparison: false)))
        {
            // Answered before the image is decoded or scaled, because the client already has it.
            http.Response.GetTypedHeaders().ETag = tag;
            http.Response.Headers.CacheControl = CacheForWeek;
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        var image = await images.GetAsync(frame, width, cancellationToken).ConfigureAwait(false);
        http.Response.Headers.CacheControl = CacheForWeek;
        return TypedResults.Bytes(image, MediaTypes.Jpeg, entityTag: tag);
    }

    private static async Task<FileStreamHttpResult> MediaAsync(string id, HttpContext http, VideoLibrary videos, CancellationToken cancellationToken)
    {
        var video = await videos.FindAsync(id, cancellationToken).ConfigureAwait(false);
        var file = Open(videos.FindOriginal(video))
            ?? throw new RequestException("no_original", $"The original of video '{id}' is not available: the download was not kept, or the file was moved or changed. Run 'mine' with keep-videos, or restore the file.", 404);
        http.Response.Headers.CacheControl = Revalidate;
        return TypedResults.Stream(file, MediaTypes.GetForOriginal(video.Facts), entityTag: CreateTag(id), enableRangeProcessing: true);
    }

    private static async Task<FileStreamHttpResult> StreamAsync(string id, string name, HttpContext http, LibrarySession library, LibraryFiles files, CancellationToken cancellationToken)
    {
        var path = $"{LibraryLayout.Hls}/{id}/{name}";
        if (await new VideoStore(library.Catalog).FindFileAsync(path, cancellationToken).ConfigureAwait(false) is not { } named || files.TryOpen(path) is not { } file)
        {
            throw NotFound(path);
        }

        http.Response.Headers.CacheControl = Revalidate;
        return TypedResults.Stream(file, MediaTypes.GetForStreamFile(name), entityTag: CreateTag(named.Sha256), enableRangeProcessing: true);
    }

    private static async Task<FileStreamHttpResult> FileAsync(
        string pipeline, string id, string name, HttpContext http, LibrarySession library, LibraryFiles files, CustomPipelines own, CancellationToken cancellationToken)
    {
        var path = $"{pipeline}/{id}/{name}";
        if (!own.Names.Contains(pipeline) || await new VideoStore(library.Catalog).FindFileAsync(path, cancellationToken).ConfigureAwait(false) is not { } named || files.TryOpen(path) is not { } file)
        {
            throw NotFound(path);
        }

        http.Response.Headers.CacheControl = Revalidate;
        return TypedResults.Stream(file, MediaTypes.OctetStream, entityTag: CreateTag(named.Sha256), enableRangeProcessing: true);
    }

    /// <summary>Serves a key while its stream exists. Keys are not in the catalog's list of files, because they are never published.</summary>
    private static async Task<FileStreamHttpResult> KeyAsync(string id, string name, HttpContext http, LibrarySession library, LibraryFiles files, CancellationToken cancellationToken)
    {
        var path = $"{LibraryLayout.Keys}/{id}/{name}";
        var master = await new VideoStore(library.Catalog).FindFileAsync($"{LibraryLayout.Hls}/{id}/{Video.Master}", cancellationToken).ConfigureAwait(false);
        if (master is null || !name.EndsWith(".key", StringComparison.Ordinal) || files.TryOpen(path) is not { } file)
        {
            throw NotFound(path);
        }

        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Stream(file, MediaTypes.OctetStream, enableRangeProcessing: true);
    }

    private static FileStream? Open(string? path)
    {
        try
        {
            return path is null ? null : RegularFile.OpenRead(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static EntityTagHeaderValue CreateTag(string tag) => new($"\"{tag}\"");

    private static RequestException NotFound(string path) => new("file_not_found", $"The library has no file '{path}'.", 404);
}
