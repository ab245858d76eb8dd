using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Reelmill.Server.Tests;

/// <summary>A received request.</summary>
internal sealed record ReceivedRequest(string Path, string Host, IReadOnlyDictionary<string, string> Headers);

/// <summary>A web server on loopback. It answers 404 unless a test sets another answer.</summary>
internal sealed class WebStub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WebStub(WebApplication app) => _app = app;

    /// <summary>Answers the requests.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = static http =>
    {
        http.Response.StatusCode = 404;
        return Task.CompletedTask;
    };

    /// <summary>The received requests, in order.</summary>
    public ConcurrentQueue<ReceivedRequest> Requests { get; } = new();

    /// <summary>The paths of the received requests, in order.</summary>
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

    /// <summary>Holds a request until <see cref="Release"/>.</summary>
    public async Task HoldAsync(HttpContext http)
    {
        _held.TrySetResult();
        await _released.Task.WaitAsync(http.RequestAborted);
        http.Response.StatusCode = 404;
    }

    /// <summary>Waits until a request is held.</summary>
    public Task HeldAsync() => _held.Task;

    /// <summary>Answers all held requests.</summary>
    public void Release() => _released.TrySetResult();

    /// <summary>Answers with a redirect.</summary>
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
        Requests.Enqueue(new ReceivedRequest(http.Request.Path, http.Request.Host.Value!, http.Request.Headers.ToDictionary(static h => h.Key, static h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
        return Answer(http);
    }
}
