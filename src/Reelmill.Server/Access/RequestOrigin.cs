using Microsoft.AspNetCore.Http;

namespace Reelmill.Server.Access;

/// <summary>Detects requests that a page of another site made a browser send.</summary>
internal static class RequestOrigin
{
    /// <summary>Whether a state-changing request comes from another site. Requests without an origin, as programs send them, do not.</summary>
    public static bool IsForeign(HttpRequest request) =>
        !IsSafe(request.Method) && (IsForeignSite(request.Headers["Sec-Fetch-Site"]) || IsForeignOrigin(request.Headers.Origin, request.Host));

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);

    private static bool IsForeignSite(string? site) => site is not (null or "" or "same-origin" or "none");

    // Behind a TLS proxy the browser's scheme differs from this server's, so only host and port are compared.
    private static bool IsForeignOrigin(string? origin, HostString host)
    {
        if (string.IsNullOrEmpty(origin))
        {
            return false;
        }

        return !Uri.TryCreate(origin, UriKind.Absolute, out var from)
            || !Uri.TryCreate($"{from.Scheme}://{host.Value}", UriKind.Absolute, out var here)
            || !string.Equals(from.Authority, here.Authority, StringComparison.OrdinalIgnoreCase);
    }
}
