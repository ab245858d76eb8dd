using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Reelmill.Library.Access;

namespace Reelmill.Server.Access;

/// <summary>The policies <c>read</c>, <c>submit</c> and <c>admin</c>, and the denial of every route that names none.</summary>
internal static class ScopePolicy
{
    public static void Configure(AuthorizationOptions options)
    {
        foreach (var scope in Enum.GetValues<AccessScope>())
        {
            var name = Caller.NameOf(scope);
            options.AddPolicy(name, policy => policy.AddAuthenticationSchemes(KeyAuthentication.SchemeName).RequireClaim(Caller.ScopeClaim, name));
        }

        options.DefaultPolicy = options.GetPolicy(Caller.NameOf(AccessScope.Admin))!;
        options.FallbackPolicy = new AuthorizationPolicyBuilder(KeyAuthentication.SchemeName)
            .RequireAuthenticatedUser()
            .RequireAssertion(static context => context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint)
            .Build();
    }
}
