using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Reelmill.Pipelines.Services;

namespace Reelmill.Server.Library;

/// <summary>The endpoints of the library, <c>/v1/library</c>: statistics, videos, frames with their decisions, and files.</summary>
internal static class LibraryEndpoints
{
    private const int MaxVideosPerPage = 500;
    private const int MaxFramesPerPage = 5_000;

    /// <summary>Registers the services of the endpoints; the open library and the clock must be registered already.</summary>
    public static void AddServices(IServiceCollection services) => services
        .AddSingleton(static s => new VideoLibrary(s.GetRequiredService<LibrarySession>().Catalog)).AddSingleton<LibraryStatistics>()
        .AddSingleton<LibraryFiles>().AddSingleton<FrameImageDecoder>().AddSingleton<FrameScaler>().AddSingleton<FrameImages>()
        .AddSingleton<DecisionPreviews>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        var library = routes.MapGroup(LibraryUrls.Root).RequireAuthorization("read").WithTags("library");
        library.MapGet("", CountAsync).WithSummary("Counts the library's items and frames.");
        library.MapGet("/videos", ListAsync).WithSummary("Lists videos by id, a page at a time.");
        library.MapGet("/videos/{id}", FindAsync).WithSummary("Describes a video.");
        library.MapGet("/videos/{id}/frames", FramesAsync).WithSummary("Lists the sampled frames of a video with their scores and decisions: all of them, or one page with a limit.");
        library.MapPost("/decisions/preview", PreviewAsync).WithSummary("Previews the frames that other limits would keep, without changing the library.");
        FileEndpoints.Map(library);
    }

    private static async Task<Ok<LibraryDocument>> CountAsync(LibraryStatistics statistics, CancellationToken cancellationToken) =>
        TypedResults.Ok(await statistics.CountAsync(cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<VideoPage>> ListAsync(VideoLibrary videos, CancellationToken cancellationToken, string text = "", string cursor = "", int limit = 50) =>
        TypedResults.Ok(await videos.ListAsync(text.Trim(), cursor, Math.Clamp(limit, 1, MaxVideosPerPage), cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<VideoDocument>> FindAsync(string id, VideoLibrary videos, CancellationToken cancellationToken) =>
        TypedResults.Ok(await videos.DescribeAsync(await videos.FindAsync(id, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<FrameList>> FramesAsync(string id, VideoLibrary videos, CancellationToken cancellationToken, long cursor = -1, int? limit = null) =>
        TypedResults.Ok(await videos.FramesAsync(id, cursor, limit is { } some ? Math.Clamp(some, 1, MaxFramesPerPage) : int.MaxValue, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<PreviewDocument>> PreviewAsync(PreviewRequest request, DecisionPreviews previews, CancellationToken cancellationToken) =>
        TypedResults.Ok(await previews.PreviewAsync(request, cancellationToken).ConfigureAwait(false));
}
