using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Reelmill.Media.Tests.Fetching;

/// <summary>The ways in which a test's server answers.</summary>
internal static class Replies
{
    /// <summary>Bytes that differ everywhere, so that a file joined wrongly is never equal.</summary>
    public static byte[] Body(int length, byte seed = 1)
    {
        var body = new byte[length];
        new Random(seed).NextBytes(body);
        return body;
    }

    /// <summary>All of it, with a length and a type, but without a version.</summary>
    public static async Task PlainAsync(HttpContext context, byte[] body, string type = "video/mp4")
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body);
    }

    /// <summary>The file with Range, If-Range and ETag as a good server does it.</summary>
    public static Task GoodAsync(HttpContext context, byte[] body, string etag = "\"v1\"") =>
        Results.Bytes(body, "video/mp4", enableRangeProcessing: true, entityTag: new EntityTagHeaderValue(new StringSegment(etag))).ExecuteAsync(context);

    /// <summary>Promises all of it, sends the first bytes, and cuts the connection when the client has them.</summary>
    public static async Task CutAsync(HttpContext context, byte[] body, int sent, string? etag = "\"v1\"")
    {
        context.Response.Headers.ETag = etag;
        context.Response.ContentType = "video/mp4";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body.AsMemory(0, sent));
        await context.Response.Body.FlushAsync();
    }

    public static Task StatusAsync(HttpContext context, int status, string? retryAfter = null)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.RetryAfter = retryAfter;
        return Task.CompletedTask;
    }

    public static Task RedirectAsync(HttpContext context, string location, int status = 302)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Location = location;
        return Task.CompletedTask;
    }
}
