using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace Reelmill.Server.Tests.Access;

/// <summary>Calls every route of a host, to see who is let in.</summary>
internal static partial class RouteAccess
{
    /// <summary>Calls every route with every method of its, without credentials; all that are not public must ask for them.</summary>
    /// <param name="routes">The host's routes.</param>
    /// <param name="client">A client without credentials of a host that has a key.</param>
    /// <returns>The public routes, such as <c>GET /healthz</c>, in order.</returns>
    public static async Task<IReadOnlyList<string>> RefuseStrangersAsync(EndpointDataSource routes, HttpClient client)
    {
        var open = new List<string>();
        foreach (var route in routes.Endpoints.OfType<RouteEndpoint>())
        {
            var methods = route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods;
            if (route.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            {
                open.AddRange((methods ?? ["*"]).Select(method => NameOf(method, route)));
                continue;
            }

            foreach (var method in methods ?? ["GET", "POST", "PUT", "PATCH", "DELETE"])
            {
                var name = NameOf(method, route);
                using var request = new HttpRequestMessage(new HttpMethod(method), "/" + Parameter().Replace(route.RoutePattern.RawText!, "x").TrimStart('/'));

                // A route that takes JSON is not met by a request without any.
                request.Content = method is "POST" or "PUT" or "PATCH" ? new StringContent("{}", Encoding.UTF8, "application/json") : null;
                using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, name);
                if (method != "HEAD")
                {
                    (await AccessHost.CodeOfAsync(response)).ShouldBe("unauthorized", name);
                }
            }
        }

        return [.. open.Order(StringComparer.Ordinal)];
    }

    private static string NameOf(string method, RouteEndpoint route) => $"{method} /{route.RoutePattern.RawText!.Trim('/')}";

    /// <summary>Every route that is not public names one of the policies; a route that names none is denied to all, so that it is a mistake.</summary>
    public static void NameTheirPolicy(EndpointDataSource routes)
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
