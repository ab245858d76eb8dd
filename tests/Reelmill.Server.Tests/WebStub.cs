using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Reelmill.Server.Tests;

/// <summary>A request that came.</summary>
internal sealed record Asked(string Path, string Host, IReadOnlyDictionary<string, string> Headers);

/// <summary>Somebody's web server on loopback, which answers 404 to all but what a test tells it to.</summary>
internal sealed class WebStub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WebStub(WebApplication app) => _app = app;

    /// <summary>What answers.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = static http =>
    {
        http.Response.StatusCode = 404;
        return Task.CompletedTask;
    };

    /// <summary>What came, in order.</summary>
    public ConcurrentQueue<Asked> Requests { get; } = new();

    /// <summary>The paths that were asked for, in order.</summary>
    public IReadOnlyList<string> Paths => [.. Requests.Select(static r => r.Path)];

    public int Port => new Uri(_app.Urls.First()).Port;

    public static async Task<WebStub> StartAsync(string address = "127.0.0.1", int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Parse(address), port));
        var stub = new WebStub(builder.Build());
        stub._app.Run(stub.TakeAsync);
        await stub._app.StartAsync();
        return stub;
    }

    public string Url(string path) => _app.Urls.First() + path;

    /// <summary>An answer that does not come before <see cref="Release"/>.</summary>
    public async Task HoldAsync(HttpContext http)
    {
        _held.TrySetResult();
        await _released.Task.WaitAsync(http.RequestAborted);
        http.Response.StatusCode = 404;
    }

    /// <summary>Waits until a request is held.</summary>
    public Task HeldAsync() => _held.Task;

    /// <summary>Lets all held requests have their answer.</summary>
    public void Release() => _released.TrySetResult();

    /// <summary>An answer that leads elsewhere.</summary>
    public static Task RedirectAsync(HttpContext http, string location)
    {
        http.Response.StatusCode = StatusCodes.Status302Found;
        http.Response.Headers.Location = location;
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        Release();
        await _app.DisposeAsync();
    }

    private Task TakeAsync(HttpContext http)
    {
        Requests.Enqueue(new Asked(http.Request.Path, http.Request.Host.Value!, http.Request.Headers.ToDictionary(static h => h.Key, static h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
        return Answer(http);
    }
}
