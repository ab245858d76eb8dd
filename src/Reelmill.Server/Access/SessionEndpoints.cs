using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Reelmill.Library.Access;
using Reelmill.Server.Http;

namespace Reelmill.Server.Access;

/// <summary>Signing in and out with a browser, whose pictures, videos and event streams can send a cookie but no header.</summary>
internal static class SessionEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var session = routes.MapGroup("/v1/session").WithTags("access").AllowAnonymous();
        session.MapPost("", SignIn).WithSummary("Signs in: a cookie stands for the key or the token.");
        session.MapDelete("", SignOut).WithSummary("Signs out.");
    }

    /// <summary>Signs a browser in.</summary>
    /// <param name="http">The request.</param>
    /// <param name="sessions">The sessions.</param>
    /// <param name="key">The key; null for whoever has the server's token.</param>
    /// <returns>When the session ends.</returns>
    public static DateTimeOffset Begin(HttpContext http, Sessions sessions, ApiKey? key)
    {
        var (session, ends) = sessions.Begin(key);
        http.Response.Cookies.Append(KeyAuthentication.Cookie, session, CookieFor(http, ends));
        return ends;
    }

    private static Ok<SessionDocument> SignIn(SessionRequest request, ApiKeys ring, ServerToken token, Sessions sessions, HttpContext http)
    {
        var key = ring.Open(request.Key ?? "");
        if (key is null && !token.Opens(request.Key ?? ""))
        {
            var fault = token.IsActive ? "the token is not the server's. It changes with every start." : "the key is not valid. It may be mistyped, expired or revoked.";
            throw new RequestException("unauthorized", $"Signing in: {fault}", StatusCodes.Status401Unauthorized);
        }

        var ends = Begin(http, sessions, key);
        return TypedResults.Ok(new SessionDocument(key?.Id ?? "", key?.Name ?? "token", Caller.ScopeNames(key?.Scope ?? AccessScope.Admin), ends.ToUnixTimeMilliseconds()));
    }

    private static NoContent SignOut(Sessions sessions, HttpContext http)
    {
        if (http.Request.Cookies[KeyAuthentication.Cookie] is { } token)
        {
            sessions.End(token);
        }

        http.Response.Cookies.Delete(KeyAuthentication.Cookie, CookieFor(http, ends: null));
        return TypedResults.NoContent();
    }

    private static CookieOptions CookieFor(HttpContext http, DateTimeOffset? ends) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = http.Request.IsHttps,
        Path = "/",
        Expires = ends,
        IsEssential = true,
    };
}

/// <summary>With what somebody signs in: a key, or the server's token.</summary>
internal sealed record SessionRequest(string? Key = null);

/// <summary>Who is signed in.</summary>
internal sealed record SessionDocument(string Id, string Name, IReadOnlyList<string> Scopes, long ExpiresMs);
