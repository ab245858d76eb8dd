using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Reelmill.Server.Jobs;

namespace Reelmill.Server.Access;

/// <summary>Signing in and out with a browser, whose pictures, videos and event streams can send a cookie but no header.</summary>
internal static class SessionEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var session = routes.MapGroup("/v1/session").WithTags("access").AllowAnonymous();
        session.MapPost("", Begin).WithSummary("Signs in: a cookie stands for the key.");
        session.MapDelete("", End).WithSummary("Signs out.");
    }

    private static Ok<SessionDocument> Begin(SessionRequest request, KeyRing ring, Sessions sessions, HttpContext http)
    {
        var key = ring.Open(request.Key ?? "") ?? throw new RequestException("unauthorized", "Signing in: the key is not valid. It may be mistyped, expired or revoked.", StatusCodes.Status401Unauthorized);
        var (token, ends) = sessions.Begin(key);
        http.Response.Cookies.Append(KeyAuthentication.Cookie, token, CookieFor(http, ends));
        return TypedResults.Ok(new SessionDocument(key.Id, key.Name, Caller.ScopeNames(key.Scope), ends.ToUnixTimeMilliseconds()));
    }

    private static NoContent End(Sessions sessions, HttpContext http)
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

/// <summary>With what somebody signs in.</summary>
internal sealed record SessionRequest(string? Key);

/// <summary>Who is signed in.</summary>
internal sealed record SessionDocument(string Id, string Name, IReadOnlyList<string> Scopes, long ExpiresMs);
