using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace Reelmill.Server.Hosting;

/// <summary>Serves the page that was built from <c>web/</c>. Its addresses are its own: what is no file is the page itself.</summary>
internal static class Page
{
    private const string Index = "index.html";
    private static readonly string[] Api = ["/v1", "/openapi", "/metrics", "/healthz", "/readyz"];

    /// <summary>The folder, when a page was built.</summary>
    public static bool IsBuilt(ServerOptions options) => File.Exists(Path.Combine(options.Page, Index));

    public static void Map(WebApplication app, ServerOptions options)
    {
        if (!IsBuilt(options))
        {
            app.MapGet("/", static () => Results.Text("The page is not built; the API is at /v1. './run serve' builds the page when Node.js 18 or later is there.")).AllowAnonymous().ExcludeFromDescription();
            return;
        }

        var files = new PhysicalFileProvider(Path.GetFullPath(options.Page));
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            ContentTypeProvider = new FileExtensionContentTypeProvider(),
            OnPrepareResponse = static context => context.Context.Response.Headers.CacheControl =
                context.File.Name == Index ? "no-cache" : "public, max-age=31536000, immutable",
        });
        app.MapFallback(context => IsApi(context.Request.Path)
            ? Problems.WriteAsync(context, StatusCodes.Status404NotFound, "not_found", $"There is nothing at {context.Request.Path}.")
            : SendIndexAsync(context, files)).AllowAnonymous();
    }

    private static bool IsApi(PathString path) => Array.Exists(Api, a => path.StartsWithSegments(a, StringComparison.Ordinal));

    private static Task SendIndexAsync(HttpContext context, PhysicalFileProvider files)
    {
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.SendFileAsync(files.GetFileInfo(Index), context.RequestAborted);
    }
}
