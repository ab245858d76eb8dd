using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Reelmill.Library.Access;

namespace Reelmill.Server.Access;

/// <summary>The authorization policies <c>read</c>, <c>submit</c> and <c>admin</c>, and a fallback that denies every route without a policy.</summary>
internal static class ScopePolicy
{
    public static void Configure(AuthorizationOptions options)
    {
        foreach (var scope in Enum.GetValues<AccessScope>())
        {
            var name = Caller.GetScopeName(scope);
            options.AddPolicy(name, policy => policy.AddAuthenticationSchemes(KeyAuthentication.SchemeName).RequireClaim(Caller.ScopeClaim, name));
        }

        options.DefaultPolicy = options.GetPolicy(Caller.GetScopeName(AccessScope.Admin))!;
        options.FallbackPolicy = new AuthorizationPolicyBuilder(KeyAuthentication.SchemeName)
            .RequireAuthenticatedUser()
            .RequireAssertion(static context => context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint)
            .Build();
    }
}
