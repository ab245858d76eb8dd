using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Reelmill.Library.Access;
using Reelmill.Server.Hosting;

namespace Reelmill.Server.Access;

/// <summary>Finds out who asks: by the key in the Authorization header, by the session in the cookie, or because the server is open.</summary>
internal sealed class KeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, KeyRing ring, Sessions sessions, OpenMode open)
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
            // Whoever presents a key is judged by it, also where none is needed.
            return Task.FromResult(OpenBy(header.ToString()) is { } key ? Success(key) : AuthenticateResult.Fail("The key is not valid."));
        }

        var bySession = Request.Cookies[Cookie] is { } token && sessions.KeyOf(token) is { } id ? ring.OpenById(id) : null;
        return Task.FromResult(bySession is not null || open.Admits(Context) ? Success(bySession) : AuthenticateResult.NoResult());
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.WriteAsync(Context, StatusCodes.Status401Unauthorized, "unauthorized", $"The request has no valid key. {Advice}");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var scopes = string.Join(", ", Caller.ScopesOf(Context.User));
        return Problems.WriteAsync(Context, StatusCodes.Status403Forbidden, "forbidden", $"The key's scopes ({scopes}) do not allow this. Use a key with a wider scope.");
    }

    private ApiKey? OpenBy(string header) =>
        AuthenticationHeaderValue.TryParse(header, out var value) && string.Equals(value.Scheme, "Bearer", StringComparison.OrdinalIgnoreCase) && value.Parameter is { } secret
            ? ring.Open(secret)
            : null;

    private static AuthenticateResult Success(ApiKey? key) => AuthenticateResult.Success(new AuthenticationTicket(Caller.Of(key), SchemeName));
}
