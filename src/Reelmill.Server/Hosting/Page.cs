using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.FileProviders;

namespace Reelmill.Server.Hosting;

/// <summary>Serves the page that was built from <c>web/</c>. Its addresses are its own: what is no file is the page itself.</summary>
internal static class Page
{
    private const string Index = "index.html";
    private static readonly string[] Api = ["/v1", "/openapi", "/metrics", "/healthz", "/readyz"];

    /// <summary>The folder, when a page was built.</summary>
    public static bool IsBuilt(ServerOptions options) => File.Exists(Path.Combine(options.Page, Index));

    /// <summary>Gives the files of the page.</summary>
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
    }

    /// <summary>Gives the page itself for its own addresses, and a problem for what looks like the API and is not.</summary>
    public static void Map(IEndpointRouteBuilder routes, ServerOptions options) => routes.MapFallback(context => IsApi(context.Request.Path)
        ? Problems.WriteAsync(context, StatusCodes.Status404NotFound, "not_found", $"There is nothing at {context.Request.Path}.")
        : SendIndexAsync(context, options)).AllowAnonymous();

    private static bool IsApi(PathString path) => Array.Exists(Api, a => path.StartsWithSegments(a, StringComparison.Ordinal));

    private static Task SendIndexAsync(HttpContext context, ServerOptions options)
    {
        context.Response.Headers.CacheControl = "no-cache";
        if (!IsBuilt(options))
        {
            return context.Response.WriteAsync("The page is not built; the API is at /v1. './run serve' builds the page when Node.js 18 or later is there.", context.RequestAborted);
        }

        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.SendFileAsync(Path.Combine(Path.GetFullPath(options.Page), Index), context.RequestAborted);
    }
}
