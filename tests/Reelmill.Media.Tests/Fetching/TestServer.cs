using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Reelmill.Media.Tests.Fetching;

/// <summary>A web server on loopback whose misbehavior a test defines.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _closing = new();

    private TestServer(WebApplication app) => _app = app;

    /// <summary>The handler of requests; its number counts requests from 1.</summary>
    public Func<HttpContext, int, Task> Answer { get; set; } = (_, _) => Task.CompletedTask;

    public ConcurrentQueue<(string Path, string? Range, string? IfRange, string? Cookie, string AcceptEncoding)> Requests { get; } = new();

    public string Address => _app.Urls.First();

    public static async Task<TestServer> StartAsync(Func<HttpContext, int, Task>? answer = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MinResponseDataRate = null;
        });
        var server = new TestServer(builder.Build());
        server.Answer = answer ?? server.Answer;
        server._app.Run(server.OnRequestAsync);
        await server._app.StartAsync();
        return server;
    }

    public Uri Url(string path) => new(Address + path);

    /// <summary>Keeps a request open until the client disconnects or the test ends.</summary>
    public async Task HangAsync(HttpContext context)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _closing.Token);
        var gone = new TaskCompletionSource();
        await using var registration = either.Token.Register(gone.SetResult);
        await gone.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _app.DisposeAsync();
        _closing.Dispose();
    }

    private async Task OnRequestAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        Requests.Enqueue((context.Request.Path, headers.Range, headers.IfRange, headers.Cookie, headers.AcceptEncoding.ToString()));
        await Answer(context, Requests.Count);
    }
}
