using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Reelmill.Library.Access;
using Reelmill.Server.Http;

namespace Reelmill.Server.Access;

/// <summary>Authenticates a request by the API key or server token in its Authorization header, or by its session cookie.</summary>
internal sealed class KeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ApiKeys keys, Sessions sessions, ServerToken token)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Reelmill";
    public const string Cookie = "reelmill_session";

    /// <summary>The advice in a 401 response when the server has keys.</summary>
    public const string Advice = "Send a valid key as 'Authorization: Bearer rmk_...', or sign in with POST /v1/session. 'reelmill keys create' creates keys.";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization is [_, ..] header)
        {
            // The header decides alone: a valid cookie must not rescue a wrong key.
            return Task.FromResult(AuthenticateByHeader(header.ToString()));
        }

        return Task.FromResult(Request.Cookies[Cookie] is { } cookie && sessions.FindKeyId(cookie) is { } id ? AuthenticateBySession(id) : AuthenticateResult.NoResult());
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.WriteAsync(Context, StatusCodes.Status401Unauthorized, "unauthorized", token.IsActive ? $"The request has no valid token. {ServerToken.Advice}" : $"The request has no valid key. {Advice}");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var scopes = string.Join(", ", Caller.GetScopes(Context.User));
        return Problems.WriteAsync(Context, StatusCodes.Status403Forbidden, "forbidden", $"The key's scopes ({scopes}) do not allow this. Use a key with a wider scope.");
    }

    private AuthenticateResult AuthenticateByHeader(string header)
    {
        if (!AuthenticationHeaderValue.TryParse(header, out var value) || !string.Equals(value.Scheme, "Bearer", StringComparison.OrdinalIgnoreCase) || value.Parameter is not { } secret)
        {
            return AuthenticateResult.Fail("The Authorization header has no bearer token.");
        }

        return keys.Authenticate(secret) is { } key ? Success(key)
            : token.Matches(secret) ? Success(key: null)
            : AuthenticateResult.Fail("The bearer token is neither a valid key nor the server's token.");
    }

    private AuthenticateResult AuthenticateBySession(string id) =>
        id.Length == 0 && token.IsActive ? Success(key: null)
        : keys.AuthenticateById(id) is { } key ? Success(key)
        : AuthenticateResult.NoResult();

    private static AuthenticateResult Success(ApiKey? key) => AuthenticateResult.Success(new AuthenticationTicket(Caller.CreatePrincipal(key), SchemeName));
}
