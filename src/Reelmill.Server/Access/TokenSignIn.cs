using Microsoft.AspNetCore.Http;

namespace Reelmill.Server.Access;

/// <summary>Signs in a browser that follows the URL with the server's token, then redirects to the page so that the token leaves the address bar.</summary>
internal sealed class TokenSignIn(RequestDelegate next, ServerToken token, Sessions sessions)
{
    private const string Parameter = "token";

    /// <summary>Whether a request asks for the page with a token in its query.</summary>
    public static bool Matches(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Path == "/" && request.Query.ContainsKey(Parameter);

    public Task InvokeAsync(HttpContext http)
    {
        if (!Matches(http.Request))
        {
            return next(http);
        }

        if (token.Matches(http.Request.Query[Parameter].ToString()))
        {
            SessionEndpoints.Begin(http, sessions, key: null);
        }

        // With a wrong token the page shows its sign-in form.
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = "/";
        http.Response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
