using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace Reelmill.Server.Tests.Access;

/// <summary>Checks the access rules of every route of a host.</summary>
internal static partial class RouteAccess
{
    /// <summary>Calls every route with each of its methods without credentials. Every route that is not public must require them.</summary>
    /// <param name="routes">The routes of the host.</param>
    /// <param name="client">A client without credentials; the library of its host has a key.</param>
    /// <returns>The public routes, such as <c>GET /healthz</c>, in order.</returns>
    public static async Task<IReadOnlyList<string>> RequireCredentialsAsync(EndpointDataSource routes, HttpClient client)
    {
        var open = new List<string>();
        foreach (var route in routes.Endpoints.OfType<RouteEndpoint>())
        {
            var methods = route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods;
            if (route.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            {
                open.AddRange((methods ?? ["*"]).Select(method => GetName(method, route)));
                continue;
            }

            foreach (var method in methods ?? ["GET", "POST", "PUT", "PATCH", "DELETE"])
            {
                var name = GetName(method, route);
                using var request = new HttpRequestMessage(new HttpMethod(method), "/" + Parameter().Replace(route.RoutePattern.RawText!, "x").TrimStart('/'));

                // A route that accepts JSON does not match a request without a JSON body.
                request.Content = method is "POST" or "PUT" or "PATCH" ? new StringContent("{}", Encoding.UTF8, "application/json") : null;
                using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, name);
                if (method != "HEAD")
                {
                    (await AccessHost.ReadCodeAsync(response)).ShouldBe("unauthorized", name);
                }
            }
        }

        return [.. open.Order(StringComparer.Ordinal)];
    }

    private static string GetName(string method, RouteEndpoint route) => $"{method} /{route.RoutePattern.RawText!.Trim('/')}";

    /// <summary>Checks that every route that is not public has a policy. A route without one is denied to everybody, so it must be a mistake.</summary>
    public static void RequirePolicies(EndpointDataSource routes)
    {
        foreach (var route in routes.Endpoints.OfType<RouteEndpoint>().Where(static r => r.Metadata.GetMetadata<IAllowAnonymous>() is null))
        {
            route.Metadata.GetMetadata<IAuthorizeData>()?.Policy.ShouldBeOneOf("read", "submit", "admin");
            route.Metadata.GetMetadata<IAuthorizeData>().ShouldNotBeNull(route.RoutePattern.RawText);
        }
    }

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parameter();
}
