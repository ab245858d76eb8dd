using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Reelmill.Server.Http;

namespace Reelmill.Server.Search;

/// <summary>Finds pictures by a picture.</summary>
internal static class SearchEndpoints
{
    /// <summary>Adds what the endpoints need besides the open library and what <see cref="Library.LibraryEndpoints"/> needs.</summary>
    public static void AddServices(IServiceCollection services) => services.AddSingleton<UploadedImageSearch>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        var search = routes.MapGroup("/v1").RequireAuthorization("read").WithTags("search");
        search.MapGet("/collections", CollectionsAsync).WithSummary("Lists the collections of vectors.");
        search.MapGet("/search", ByFrameAsync).WithSummary("Finds pictures like a frame of the library.");
        search.MapPost("/search", ByPictureAsync).WithMetadata(new RequestSizeLimitAttribute(SearchForm.MostFormBytes))
            .WithSummary("Finds pictures like one that is sent: multipart/form-data with the part 'image' and, if wanted, 'k', 'collection', 'filter' and 'exact'.");
    }

    private static async Task<Ok<IEnumerable<CollectionDocument>>> CollectionsAsync(UploadedImageSearch search, CancellationToken cancellationToken) =>
        TypedResults.Ok((await search.CollectionsAsync(cancellationToken).ConfigureAwait(false)).Select(CollectionDocument.Of));

    private static async Task<Ok<SearchDocument>> ByFrameAsync(
        UploadedImageSearch search, CancellationToken cancellationToken, string frame = "", string? k = null, string? collection = null, string? filter = null, string? exact = null)
    {
        if (frame.Split('/') is not [{ Length: > 0 } video, var time] || !long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var timeMs))
        {
            throw new RequestException("bad_query", $"frame: '{frame}' must be the id of a video and a time in milliseconds, as VIDEO/TIMEMS; a picture of your own is POSTed.", 400);
        }

        return TypedResults.Ok(await search.FindAsync(video, timeMs, SearchQuery.Of(k, collection, filter, exact), cancellationToken).ConfigureAwait(false));
    }

    private static async Task<Ok<SearchDocument>> ByPictureAsync(HttpRequest request, UploadedImageSearch search, CancellationToken cancellationToken) =>
        TypedResults.Ok(await search.FindAsync(request, cancellationToken).ConfigureAwait(false));
}
