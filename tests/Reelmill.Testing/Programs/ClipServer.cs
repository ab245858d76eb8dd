using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Reelmill.Testing.Programs;

/// <summary>
/// A web server on loopback: <c>/clip/NAME</c> gives a file of a folder, <c>/redirect/NAME</c> leads there, and
/// <c>/held/NAME</c> gives half of it and the rest once the test lets go. All else is not found.
/// </summary>
public sealed class ClipServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _folder;
    private readonly TaskCompletionSource _letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ClipServer(WebApplication app, string folder) => (_app, _folder) = (app, folder);

    /// <summary>The paths that were asked for.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Ends when half of a file has been given and its rest is held back.</summary>
    public Task Held => _held.Task;

    public static async Task<ClipServer> StartAsync(string folder)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new ClipServer(builder.Build(), folder);
        server._app.Run(server.AnswerAsync);
        await server._app.StartAsync();
        return server;
    }

    public string Url(string path) => $"{_app.Urls.First()}/{path}";

    /// <summary>Gives the rest of what is held back, and holds nothing back any more.</summary>
    public void LetGo() => _letGo.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        LetGo();
        await _app.DisposeAsync();
    }

    private Task AnswerAsync(HttpContext context)
    {
        Requests.Enqueue(context.Request.Path);
        var parts = context.Request.Path.Value!.Split('/');
        var file = Path.Combine(_folder, parts[^1]);
        if (parts.Length != 3 || !File.Exists(file))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        context.Response.ContentType = "video/mp4";
        return parts[1] switch
        {
            "redirect" => RedirectAsync(context, parts[2]),
            "held" => HoldAsync(context, file),
            _ => context.Response.SendFileAsync(file, context.RequestAborted),
        };
    }

    private static Task RedirectAsync(HttpContext context, string name)
    {
        context.Response.Redirect($"/clip/{name}");
        return Task.CompletedTask;
    }

    private async Task HoldAsync(HttpContext context, string file)
    {
        var bytes = await File.ReadAllBytesAsync(file);
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes.AsMemory(0, bytes.Length / 2), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        _held.TrySetResult();
        await _letGo.Task.WaitAsync(context.RequestAborted);
        await context.Response.Body.WriteAsync(bytes.AsMemory(bytes.Length / 2), context.RequestAborted);
    }
}
