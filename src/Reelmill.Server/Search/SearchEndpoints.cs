using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Reelmill.Server.Http;

namespace Reelmill.Server.Search;

/// <summary>The endpoints of similarity search, <c>/v1/search</c> and <c>/v1/collections</c>.</summary>
internal static class SearchEndpoints
{
    /// <summary>Registers the services of the endpoints; the open library and the services of <see cref="Library.LibraryEndpoints"/> must be registered already.</summary>
    public static void AddServices(IServiceCollection services) => services.AddSingleton<UploadedImageSearch>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        var search = routes.MapGroup("/v1").RequireAuthorization("read").WithTags("search");
        search.MapGet("/collections", CollectionsAsync).WithSummary("Lists the vector collections.");
        search.MapGet("/search", ByFrameAsync).WithSummary("Finds images that are similar to a frame of the library.");
        search.MapPost("/search", ByImageAsync).WithMetadata(new RequestSizeLimitAttribute(SearchForm.MaxFormBytes))
            .WithSummary("Finds images that are similar to an uploaded one: multipart/form-data with the part 'image' and optionally 'k', 'collection', 'filter' and 'exact'.");
    }

    private static async Task<Ok<IEnumerable<CollectionDocument>>> CollectionsAsync(UploadedImageSearch search, CancellationToken cancellationToken) =>
        TypedResults.Ok((await search.CollectionsAsync(cancellationToken).ConfigureAwait(false)).Select(CollectionDocument.From));

    private static async Task<Ok<SearchDocument>> ByFrameAsync(
        UploadedImageSearch search, CancellationToken cancellationToken, string frame = "", string? k = null, string? collection = null, string? filter = null, string? exact = null)
    {
        if (frame.Split('/') is not [{ Length: > 0 } video, var time] || !long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var timeMs))
        {
            throw new RequestException("bad_query", $"frame: '{frame}' must be a video id and a time in milliseconds, as VIDEO/TIMEMS. To search by your own image, POST it.", 400);
        }

        return TypedResults.Ok(await search.FindAsync(video, timeMs, SearchQuery.Parse(k, collection, filter, exact), cancellationToken).ConfigureAwait(false));
    }

    private static async Task<Ok<SearchDocument>> ByImageAsync(HttpRequest request, UploadedImageSearch search, CancellationToken cancellationToken) =>
        TypedResults.Ok(await search.FindAsync(request, cancellationToken).ConfigureAwait(false));
}
