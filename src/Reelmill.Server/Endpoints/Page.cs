using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;
using Reelmill.Server.Access;
using Reelmill.Server.Http;

namespace Reelmill.Server.Endpoints;

/// <summary>Serves the page that was built from <c>web/</c>. Its addresses are its own: what is no file is the page itself.</summary>
/// <remarks>
/// It is no route: one that takes every address would also take the requests that a route of the API refuses for their
/// method or their content type, and they would be told that there is nothing.
/// </remarks>
internal static class Page
{
    private const string Index = "index.html";
    private static readonly string[] Api = ["/v1", "/openapi", "/metrics", "/healthz", "/readyz"];

    /// <summary>The folder, when a page was built.</summary>
    public static bool IsBuilt(ServerOptions options) => File.Exists(Path.Combine(options.Page, Index));

    /// <summary>Gives the files of the page, and the page itself for its own addresses.</summary>
    public static void Use(IApplicationBuilder app, ServerOptions options)
    {
        if (IsBuilt(options))
        {
            app.UseStaticFiles(new StaticFileOptions
            {
                FileProvider = new PhysicalFileProvider(Path.GetFullPath(options.Page)),
                OnPrepareResponse = static context => context.Context.Response.Headers.CacheControl =
                    context.File.Name == Index ? "no-cache" : "public, max-age=31536000, immutable",
            });
        }

        app.Use((http, next) => IsAsked(http) ? SendIndexAsync(http, options) : next(http));
    }

    private static bool IsAsked(HttpContext http) =>
        http.GetEndpoint() is null
        && !TokenLink.IsFollowed(http.Request)
        && (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method))
        && !Array.Exists(Api, a => http.Request.Path.StartsWithSegments(a, StringComparison.Ordinal))
        && !Path.GetFileName(http.Request.Path.Value ?? "").Contains('.', StringComparison.Ordinal);

    private static Task SendIndexAsync(HttpContext http, ServerOptions options)
    {
        http.Response.Headers.CacheControl = "no-cache";
        if (!IsBuilt(options))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            http.Response.ContentType = "text/plain; charset=utf-8";
            return http.Response.WriteAsync("The page is not built; the API is at /v1. './run serve' builds the page when Node.js 18 or later is there.\n", http.RequestAborted);
        }

        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.SendFileAsync(Path.Combine(Path.GetFullPath(options.Page), Index), http.RequestAborted);
    }
}
