using System.Collections.Concurrent;
using System.Net;
using System.Security;
using Amazon.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Reelmill.Library.Publishing;

namespace Reelmill.Library.Tests.Publishing.S3;

/// <summary>A server with the part of S3 that publishing uses, on loopback and in memory, with faults set by the tests.</summary>
internal sealed class StubS3 : IAsyncDisposable
{
    public const string Secret = "a-secret-that-no-message-may-have";

    private const string Bucket = "/media/";
    private const int PageSize = 5;

    private readonly WebApplication _app;

    private StubS3(WebApplication app) => _app = app;

    public ConcurrentDictionary<string, (byte[] Bytes, string? Type, string? Caching, string? Sha256)> Objects { get; } = new(StringComparer.Ordinal);

    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Handles a request instead of the storage; returns false to let the storage handle it.</summary>
    public Func<HttpContext, Task<bool>> Fault { get; set; } = static _ => Task.FromResult(false);

    public S3Options Options => new()
    {
        Endpoint = _app.Urls.First(),
        Region = "us-east-1",
        RetryDelay = TimeSpan.Zero,
        Credentials = new BasicAWSCredentials("id", Secret),
    };

    public static async Task<StubS3> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var stub = new StubS3(builder.Build());
        stub._app.Run(stub.AnswerAsync);
        await stub._app.StartAsync();
        return stub;
    }

    public IPublishTarget Target(S3Options? options = null) => PublishTarget.Parse("s3://media/vod", options ?? Options);

    public static async Task<bool> RefuseAsync(HttpContext context, int status, string code)
    {
        await context.Request.Body.CopyToAsync(Stream.Null);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/xml";
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.WriteAsync($"<Error><Code>{code}</Code><Message>About {Secret}.</Message></Error>");
        }

        return true;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        Requests.Enqueue($"{context.Request.Method} {path}");
        if (await Fault(context))
        {
            return;
        }

        var key = path.StartsWith(Bucket, StringComparison.Ordinal) ? path[Bucket.Length..] : "";
        await (context.Request.Method switch
        {
            "GET" when context.Request.Query.ContainsKey("list-type") => ListAsync(context),
            "PUT" => PutAsync(context, key),
            "DELETE" => DeleteAsync(context, key),
            _ => GetAsync(context, key),
        });
    }

    private async Task PutAsync(HttpContext context, string key)
    {
        using var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes);
        var headers = context.Request.Headers;
        Objects[key] = (bytes.ToArray(), headers.ContentType, headers.CacheControl, headers["x-amz-meta-sha256"]);
    }

    private Task DeleteAsync(HttpContext context, string key)
    {
        Objects.TryRemove(key, out _);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private async Task GetAsync(HttpContext context, string key)
    {
        if (!Objects.TryGetValue(key, out var found))
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, "NoSuchKey");
            return;
        }

        context.Response.Headers["x-amz-meta-sha256"] = found.Sha256;
        context.Response.ContentLength = found.Bytes.Length;
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(found.Bytes);
        }
    }

    private async Task ListAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var (prefix, after) = (query["prefix"].ToString(), query["continuation-token"].ToString());
        var rest = Objects.Where(o => o.Key.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(o.Key, after) > 0)
            .OrderBy(static o => o.Key, StringComparer.Ordinal).ToArray();
        var page = rest.Take(PageSize).ToArray();
        var more = rest.Length > PageSize ? $"<NextContinuationToken>{page[^1].Key}</NextContinuationToken>" : "";
        var contents = page.Select(static o => $"<Contents><Key>{SecurityElement.Escape(o.Key)}</Key><Size>{o.Value.Bytes.Length}</Size></Contents>");
        context.Response.ContentType = "application/xml";
        await context.Response.WriteAsync(
            $"<ListBucketResult><IsTruncated>{(more.Length > 0 ? "true" : "false")}</IsTruncated>{more}{string.Concat(contents)}</ListBucketResult>");
    }
}
