using Microsoft.AspNetCore.Http;

namespace Reelmill.Server.Access;

/// <summary>Opens the page for whoever follows the URL that the server printed: the token becomes a session, and leaves the address.</summary>
internal sealed class TokenLink(RequestDelegate next, ServerToken token, Sessions sessions)
{
    private const string Parameter = "token";

    /// <summary>Whether a request is one for the page with a token.</summary>
    public static bool IsFollowed(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Path == "/" && request.Query.ContainsKey(Parameter);

    public Task InvokeAsync(HttpContext http)
    {
        if (!IsFollowed(http.Request))
        {
            return next(http);
        }

        if (token.Opens(http.Request.Query[Parameter].ToString()))
        {
            SessionEndpoints.Begin(http, sessions, key: null);
        }

        // A wrong token leads to the page's form.
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = "/";
        http.Response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
