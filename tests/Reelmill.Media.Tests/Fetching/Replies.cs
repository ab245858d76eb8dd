using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Reelmill.Media.Tests.Fetching;

/// <summary>Responses of the test server.</summary>
internal static class Replies
{
    /// <summary>Creates a body without repetition, so that a wrongly joined file never equals it.</summary>
    public static byte[] Body(int length, byte seed = 1)
    {
        var body = new byte[length];
        new Random(seed).NextBytes(body);
        return body;
    }

    /// <summary>Sends the whole body with a length and a type, but without a version.</summary>
    public static async Task PlainAsync(HttpContext context, byte[] body, string type = "video/mp4")
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body);
    }

    /// <summary>Serves the file with correct support of Range, If-Range and ETag.</summary>
    public static Task GoodAsync(HttpContext context, byte[] body, string etag = "\"v1\"") =>
        Results.Bytes(body, "video/mp4", enableRangeProcessing: true, entityTag: new EntityTagHeaderValue(new StringSegment(etag))).ExecuteAsync(context);

    /// <summary>Declares the whole length, sends the first bytes, and aborts the connection when the client has received them.</summary>
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
