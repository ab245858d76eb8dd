using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;
using Reelmill.Server.Access;
using Reelmill.Server.Http;

namespace Reelmill.Server.Endpoints;

/// <summary>Serves the single-page application that is built from <c>web/</c>. Every path that is neither a file nor part of the API returns <c>index.html</c>.</summary>
/// <remarks>
/// The page is middleware and not a catch-all route: such a route would also match requests that an API route refuses
/// for their method or content type, and would answer them with 404 instead of 405 or 415.
/// </remarks>
internal static class WebPage
{
    private const string Index = "index.html";
    private static readonly string[] ApiPaths = ["/v1", "/openapi", "/metrics", "/healthz", "/readyz"];

    /// <summary>Whether the folder of the page contains a built page.</summary>
    public static bool IsBuilt(ServerOptions options) => File.Exists(Path.Combine(options.PageFolder, Index));

    /// <summary>Adds middleware that serves the files of the page, and <c>index.html</c> for its client-side routes.</summary>
    public static void Use(IApplicationBuilder app, ServerOptions options)
    {
        if (IsBuilt(options))
        {
            app.UseStaticFiles(new StaticFileOptions
            {
                FileProvider = new PhysicalFileProvider(Path.GetFullPath(options.PageFolder)),
                OnPrepareResponse = static context => context.Context.Response.Headers.CacheControl =
                    context.File.Name == Index ? "no-cache" : "public, max-age=31536000, immutable",
            });
        }

        app.Use((http, next) => IsPageRequest(http) ? SendIndexAsync(http, options) : next(http));
    }

    private static bool IsPageRequest(HttpContext http) =>
        http.GetEndpoint() is null
        && !TokenSignIn.Matches(http.Request)
        && (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method))
        && !Array.Exists(ApiPaths, a => http.Request.Path.StartsWithSegments(a, StringComparison.Ordinal))
        && !Path.GetFileName(http.Request.Path.Value ?? "").Contains('.', StringComparison.Ordinal);

    private static Task SendIndexAsync(HttpContext http, ServerOptions options)
    {
        http.Response.Headers.CacheControl = "no-cache";
        if (!IsBuilt(options))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            http.Response.ContentType = "text/plain; charset=utf-8";
            return http.Response.WriteAsync("The page is not built; the API is at /v1. './run serve' builds the page when Node.js 18 or later is installed.\n", http.RequestAborted);
        }

        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.SendFileAsync(Path.Combine(Path.GetFullPath(options.PageFolder), Index), http.RequestAborted);
    }
}
