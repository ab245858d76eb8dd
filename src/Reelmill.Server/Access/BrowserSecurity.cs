using Microsoft.AspNetCore.Http;
using Reelmill.Server.Http;

namespace Reelmill.Server.Access;

/// <summary>
/// Refuses cross-site requests and requests for unknown hosts, and sets the security headers of every response,
/// whichever middleware writes it.
/// </summary>
internal sealed class BrowserSecurity(RequestDelegate next, HostNames names)
{
    private const string ContentPolicy =
        "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; worker-src 'self' blob:; connect-src 'self'; "
        + "style-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext http)
    {
        // Set when the response starts, because the exception handler clears headers that were set earlier.
        http.Response.OnStarting(
            static response =>
            {
                SetHeaders(((HttpResponse)response).Headers);
                return Task.CompletedTask;
            },
            http.Response);

        if (!names.Allows(http))
        {
            return Problems.WriteAsync(
                http, StatusCodes.Status421MisdirectedRequest, "unknown_host", "The Host header names a host that this server does not answer to. Use the server's address, or start the server with '--name' for that host.");
        }

        return RequestOrigin.IsForeign(http.Request)
            ? Problems.WriteAsync(http, StatusCodes.Status403Forbidden, "cross_origin", "A page of another origin sent the request. Use this server's own page, or a program.")
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
