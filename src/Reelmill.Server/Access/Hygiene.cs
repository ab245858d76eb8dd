using Microsoft.AspNetCore.Http;
using Reelmill.Server.Http;

namespace Reelmill.Server.Access;

/// <summary>
/// Refuses what a stranger's page makes a browser send, and tells browsers to be strict with every answer, whoever
/// writes it.
/// </summary>
internal sealed class Hygiene(RequestDelegate next, HostNames names)
{
    private const string ContentPolicy =
        "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; worker-src 'self' blob:; connect-src 'self'; "
        + "style-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext http)
    {
        // At the start of the answer, because what goes wrong later clears the headers that were set before.
        http.Response.OnStarting(
            static response =>
            {
                SetHeaders(((HttpResponse)response).Headers);
                return Task.CompletedTask;
            },
            http.Response);

        if (!names.Knows(http))
        {
            return Problems.WriteAsync(
                http, StatusCodes.Status421MisdirectedRequest, "unknown_host", "The Host header names no host that this server answers to. Use its address, or start it with '--name' for that host.");
        }

        return RequestOrigin.IsForeign(http.Request)
            ? Problems.WriteAsync(http, StatusCodes.Status403Forbidden, "cross_origin", "The request was sent by a page of another origin. Use this server's own page, or a program.")
            : next(http);
    }

    private static void SetHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }
}
