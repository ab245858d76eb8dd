using Microsoft.AspNetCore.Http;

namespace Reelmill.Server.Access;

/// <summary>Tells requests that another site's page makes a browser send.</summary>
internal static class RequestOrigin
{
    /// <summary>Whether a request that changes something comes from another site. Programs send no origin and are not meant.</summary>
    public static bool IsForeign(HttpRequest request) =>
        !IsSafe(request.Method) && (IsForeignSite(request.Headers["Sec-Fetch-Site"]) || IsForeignOrigin(request.Headers.Origin, request.Host));

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);

    private static bool IsForeignSite(string? site) => site is not (null or "" or "same-origin" or "none");

    // The scheme is that of a proxy before this server, if there is one, so that only name and port can be compared.
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
