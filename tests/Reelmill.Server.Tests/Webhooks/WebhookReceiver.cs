using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Reelmill.Server.Tests.Webhooks;

/// <summary>A received message with a valid signature.</summary>
internal sealed record Received(string Id, DateTimeOffset At, string Body, string ContentType);

/// <summary>A webhook receiver on loopback. It verifies signatures with its own code and answers as a test sets it to.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _closing = new();

    private WebhookReceiver(WebApplication app) => _app = app;

    /// <summary>The secret that verifies signatures.</summary>
    public string Secret { get; set; } = "";

    /// <summary>Answers the messages; the number counts them from 1.</summary>
    public Func<HttpContext, int, Task> Answer { get; set; } = static (_, _) => Task.CompletedTask;

    public ConcurrentQueue<Received> Messages { get; } = new();

    public ConcurrentQueue<string> Forged { get; } = new();

    public string Url => _app.Urls.First() + "/hook?token=s3cret";

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var receiver = new WebhookReceiver(builder.Build());
        receiver._app.Run(receiver.TakeAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    public static Func<HttpContext, int, Task> Status(params int[] statuses) => (context, n) =>
    {
        context.Response.StatusCode = statuses[Math.Min(n, statuses.Length) - 1];
        context.Response.Headers.Location = "/elsewhere";
        return Task.CompletedTask;
    };

    /// <summary>Leaves a request unanswered until the sender gives up.</summary>
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

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        var (id, at, signature) = (context.Request.Headers["webhook-id"].ToString(), context.Request.Headers["webhook-timestamp"].ToString(), context.Request.Headers["webhook-signature"].ToString());
        using var mac = new HMACSHA256(Convert.FromBase64String(Secret.Replace("whsec_", "", StringComparison.Ordinal)));
        var expected = "v1," + Convert.ToBase64String(mac.ComputeHash(Encoding.UTF8.GetBytes(id + "." + at + "." + body)));
        if (signature != expected || context.Request.Method != "POST" || context.Request.Path != "/hook")
        {
            Forged.Enqueue($"{context.Request.Method} {context.Request.Path} {signature} {body}");
            context.Response.StatusCode = 400;
            return;
        }

        Messages.Enqueue(new Received(id, DateTimeOffset.FromUnixTimeSeconds(long.Parse(at, CultureInfo.InvariantCulture)), body, context.Request.ContentType!));
        await Answer(context, Messages.Count);
    }
}
