using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

namespace Reelmill.EndToEnd.Tests.Playing;

/// <summary>
/// A web server on loopback for one player: the page <c>/player.html</c>, hls.js below <c>/hls.js/</c>, an output
/// below <c>/video/</c> and its keys below <c>/keys/</c>, with byte ranges. All else is not found.
/// </summary>
internal sealed class PlayerServer : IAsyncDisposable
{
    private static readonly FileExtensionContentTypeProvider ContentTypes = new(new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        [".m3u8"] = "application/vnd.apple.mpegurl",
        [".ts"] = "video/mp2t",
        [".mp4"] = "video/mp4",
        [".m4s"] = "video/iso.segment",
        [".vtt"] = "text/vtt",
        [".jpg"] = "image/jpeg",
        [".key"] = "application/octet-stream",
        [".html"] = "text/html",
        [".js"] = "text/javascript",
    });

    private readonly WebApplication _app;

    private readonly string? _withheld;

    private PlayerServer(WebApplication app, string? withheld) => (_app, _withheld) = (app, withheld);

    /// <summary>The paths that were asked for, in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public static async Task<PlayerServer> StartAsync(HlsOutput output, string hlsJsFolder, string? withheld)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new PlayerServer(builder.Build(), withheld);
        server._app.Use(server.NoteAsync);
        server.Serve(Path.Combine(AppContext.BaseDirectory, "Playing", "Page"), "");
        server.Serve(hlsJsFolder, "/hls.js");
        server.Serve(output.Folder, "/video");
        if (output.Keys is { } keys)
        {
            server.Serve(keys, "/keys");
        }

        await server._app.StartAsync();
        return server;
    }

    public string Url(string path) => $"{_app.Urls.First()}/{path}";

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task NoteAsync(HttpContext context, RequestDelegate next)
    {
        Requests.Enqueue(context.Request.Path);
        if (_withheld is not null && context.Request.Path.Value!.EndsWith($"/{_withheld}", StringComparison.Ordinal))
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        await next(context);
    }

    private void Serve(string folder, string path) =>
        _app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(folder), RequestPath = path, ContentTypeProvider = ContentTypes });
}
