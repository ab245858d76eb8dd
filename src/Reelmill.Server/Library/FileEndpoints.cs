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

/// <summary>The library's files over HTTP: pictures, streams with their keys, and originals.</summary>
internal static class FileEndpoints
{
    /// <summary>Who may see a picture keeps it for a week; what is shared between people keeps none.</summary>
    private const string KeepPicture = "private, max-age=604800";

    /// <summary>A stream that is made again keeps its names: players ask whether theirs is still the one.</summary>
    private const string AskAgain = "private, no-cache";

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder library)
    {
        library.MapMethods("/videos/{id}/frames/{timeMs:long}.jpg", Reading, PictureAsync).WithSummary("The picture of a frame, kept or not.");
        library.MapMethods("/videos/{id}/media", Reading, MediaAsync).WithSummary("The file that a video was made of, when it is at hand.");
        library.MapMethods("/hls/{id}/{name}", Reading, StreamAsync).WithSummary("A file of a video's stream.");
        library.MapMethods("/files/{pipeline}/{id}/{name}", Reading, FileAsync).WithSummary("A file that a pipeline of the program's own made of a video.");
        library.MapMethods("/keys/{id}/{name}", Reading, KeyAsync).WithSummary("A key of a video's encrypted stream.");
    }

    private static async Task<Results<FileContentHttpResult, StatusCodeHttpResult>> PictureAsync(
        string id, long timeMs, HttpContext http, VideoLibrary videos, FrameImages pictures, CancellationToken cancellationToken, int? width = null)
    {
        if (width is < FrameImages.Narrowest or > FrameImages.Widest)
        {
            throw new RequestException("bad_query", $"width: {width} must be {FrameImages.Narrowest} to {FrameImages.Widest} pixels.", 400);
        }

        var frame = await videos.FindFrameAsync(id, timeMs, cancellationToken).ConfigureAwait(false);
        var tag = Quoted(FrameImages.TagOf(frame, width));
        if (http.Request.GetTypedHeaders().IfNoneMatch.Any(t => t.Compare(tag, useStrongComparison: false)))
        {
            // What the client has is good: it need not be made only to be thrown away.
            http.Response.GetTypedHeaders().ETag = tag;
            http.Response.Headers.CacheControl = KeepPicture;
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        var picture = await pictures.OfAsync(frame, width, cancellationToken).ConfigureAwait(false);
        http.Response.Headers.CacheControl = KeepPicture;
        return TypedResults.Bytes(picture, MediaTypes.Picture, entityTag: tag);
    }

    private static async Task<FileStreamHttpResult> MediaAsync(string id, HttpContext http, VideoLibrary videos, CancellationToken cancellationToken)
    {
        var video = await videos.FindAsync(id, cancellationToken).ConfigureAwait(false);
        var file = Open(videos.OriginalOf(video))
            ?? throw new RequestException("no_original", $"The original of '{id}' is not at hand: it was a download that was not kept, or it has been moved or changed.", 404);
        http.Response.Headers.CacheControl = AskAgain;
        return TypedResults.Stream(file, MediaTypes.OfOriginal(video.Facts), entityTag: Quoted(id), enableRangeProcessing: true);
    }

    private static async Task<FileStreamHttpResult> StreamAsync(string id, string name, HttpContext http, LibrarySession library, LibraryFiles files, CancellationToken cancellationToken)
    {
        var path = $"{LibraryLayout.Hls}/{id}/{name}";
        if (await new VideoStore(library.Catalog).FindFileAsync(path, cancellationToken).ConfigureAwait(false) is not { } named || files.TryOpen(path) is not { } file)
        {
            throw NotFound(path);
        }

        http.Response.Headers.CacheControl = AskAgain;
        return TypedResults.Stream(file, MediaTypes.OfStream(name), entityTag: Quoted(named.Sha256), enableRangeProcessing: true);
    }

    private static async Task<FileStreamHttpResult> FileAsync(
        string pipeline, string id, string name, HttpContext http, LibrarySession library, LibraryFiles files, OwnPipelines own, CancellationToken cancellationToken)
    {
        var path = $"{pipeline}/{id}/{name}";
        if (!own.Names.Contains(pipeline) || await new VideoStore(library.Catalog).FindFileAsync(path, cancellationToken).ConfigureAwait(false) is not { } named || files.TryOpen(path) is not { } file)
        {
            throw NotFound(path);
        }

        http.Response.Headers.CacheControl = AskAgain;
        return TypedResults.Stream(file, MediaTypes.Unknown, entityTag: Quoted(named.Sha256), enableRangeProcessing: true);
    }

    /// <summary>Keys are no artifacts, since they are never published: a key is there as long as the stream that it opens.</summary>
    private static async Task<FileStreamHttpResult> KeyAsync(string id, string name, HttpContext http, LibrarySession library, LibraryFiles files, CancellationToken cancellationToken)
    {
        var path = $"{LibraryLayout.Keys}/{id}/{name}";
        var master = await new VideoStore(library.Catalog).FindFileAsync($"{LibraryLayout.Hls}/{id}/{Video.Master}", cancellationToken).ConfigureAwait(false);
        if (master is null || !name.EndsWith(".key", StringComparison.Ordinal) || files.TryOpen(path) is not { } file)
        {
            throw NotFound(path);
        }

        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Stream(file, MediaTypes.Unknown, enableRangeProcessing: true);
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

    private static EntityTagHeaderValue Quoted(string tag) => new($"\"{tag}\"");

    private static RequestException NotFound(string path) => new("file_not_found", $"The library has no file '{path}'.", 404);
}
