using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Reelmill.Library.Access;
using Reelmill.Server.Http;

namespace Reelmill.Server.Access;

/// <summary>Finds out who asks: by the key in the Authorization header, by the session in the cookie, or by the token of a server that has no keys.</summary>
internal sealed class KeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ApiKeys ring, Sessions sessions, ServerToken token)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Reelmill";
    public const string Cookie = "reelmill_session";

    /// <summary>What a caller is told who presents no valid key.</summary>
    public const string Advice = "Send a valid key as 'Authorization: Bearer rmk_...', or sign in with POST /v1/session. 'reelmill keys create' makes keys.";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization is [_, ..] header)
        {
            // Whoever presents a secret is judged by it, whatever cookie comes along.
            return Task.FromResult(OpenBy(header.ToString()));
        }

        return Task.FromResult(Request.Cookies[Cookie] is { } cookie && sessions.KeyOf(cookie) is { } id ? OpenById(id) : AuthenticateResult.NoResult());
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.WriteAsync(Context, StatusCodes.Status401Unauthorized, "unauthorized", token.IsActive ? $"The request has no valid token. {ServerToken.Advice}" : $"The request has no valid key. {Advice}");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var scopes = string.Join(", ", Caller.ScopesOf(Context.User));
        return Problems.WriteAsync(Context, StatusCodes.Status403Forbidden, "forbidden", $"The key's scopes ({scopes}) do not allow this. Use a key with a wider scope.");
    }

    private AuthenticateResult OpenBy(string header)
    {
        if (!AuthenticationHeaderValue.TryParse(header, out var value) || !string.Equals(value.Scheme, "Bearer", StringComparison.OrdinalIgnoreCase) || value.Parameter is not { } secret)
        {
            return AuthenticateResult.Fail("The header has no bearer token.");
        }

        return ring.Open(secret) is { } key ? Success(key)
            : token.Opens(secret) ? Success(key: null)
            : AuthenticateResult.Fail("The secret opens nothing.");
    }

    private AuthenticateResult OpenById(string id) =>
        id.Length == 0 && token.IsActive ? Success(key: null)
        : ring.OpenById(id) is { } key ? Success(key)
        : AuthenticateResult.NoResult();

    private static AuthenticateResult Success(ApiKey? key) => AuthenticateResult.Success(new AuthenticationTicket(Caller.Of(key), SchemeName));
}
