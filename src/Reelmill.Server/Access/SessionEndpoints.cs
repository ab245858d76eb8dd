using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Reelmill.Library.Access;
using Reelmill.Server.Http;

namespace Reelmill.Server.Access;

/// <summary>The endpoints of browser sessions, <c>/v1/session</c>. Browsers request images, videos and event streams with a cookie but without an Authorization header.</summary>
internal static class SessionEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var session = routes.MapGroup("/v1/session").WithTags("access").AllowAnonymous();
        session.MapPost("", SignIn).WithSummary("Signs in with a key or the server's token, and sets a session cookie.");
        session.MapDelete("", SignOut).WithSummary("Signs out.");
    }

    /// <summary>Begins a session and sets its cookie.</summary>
    /// <param name="http">The request.</param>
    /// <param name="sessions">The sessions.</param>
    /// <param name="key">The API key; null for the bearer of the server's token.</param>
    /// <returns>The time at which the session ends.</returns>
    public static DateTimeOffset Begin(HttpContext http, Sessions sessions, ApiKey? key)
    {
        var (session, ends) = sessions.Begin(key);
        http.Response.Cookies.Append(KeyAuthentication.Cookie, session, CookieFor(http, ends));
        return ends;
    }

    private static Ok<SessionDocument> SignIn(SessionRequest request, ApiKeys keys, ServerToken token, Sessions sessions, HttpContext http)
    {
        var key = keys.Authenticate(request.Key ?? "");
        if (key is null && !token.Matches(request.Key ?? ""))
        {
            var fault = token.IsActive ? "the token does not match. The server generates a new one at every start." : "the key is not valid: mistyped, expired or revoked. Check it, or create another one.";
            throw new RequestException("unauthorized", $"Signing in: {fault}", StatusCodes.Status401Unauthorized);
        }

        var ends = Begin(http, sessions, key);
        return TypedResults.Ok(new SessionDocument(key?.Id ?? "", key?.Name ?? "token", Caller.GetScopeNames(key?.Scope ?? AccessScope.Admin), ends.ToUnixTimeMilliseconds()));
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

/// <summary>The body of a sign-in request. <c>Key</c> is an API key or the server's token.</summary>
internal sealed record SessionRequest(string? Key = null);

/// <summary>The session of a signed-in caller.</summary>
internal sealed record SessionDocument(string Id, string Name, IReadOnlyList<string> Scopes, long ExpiresMs);
