using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Reelmill.Server.Http;

namespace Reelmill.Server.Access;

/// <summary>Puts the checks of who may do what into a host.</summary>
internal static class AccessServices
{
    /// <summary>Adds what the checks need; <see cref="ServerOptions"/> and a <see cref="TimeProvider"/> are there already.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="options">The options.</param>
    /// <param name="ring">The keys.</param>
    /// <param name="listening">Where the host will listen.</param>
    /// <param name="token">What opens the host while there is no key.</param>
    public static IServiceCollection AddReelmillAccess(this IServiceCollection services, ServerOptions options, ApiKeys ring, Listening listening, ServerToken token)
    {
        services.AddSingleton(ring).AddSingleton(listening).AddSingleton(token).AddSingleton<Sessions>().AddSingleton<HostNames>().AddSingleton<ServerText>();
        services.AddHostedService<KeyUses>();
        services.AddAuthentication(KeyAuthentication.SchemeName).AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.SchemeName, configureOptions: null);
        services.AddAuthorization(ScopePolicy.Configure);
        services.AddRateLimiter(limits => RateLimits.Configure(limits, options));
        services.Configure<KestrelServerOptions>(static kestrel => kestrel.AddServerHeader = false);

        // A body that cannot be read is answered with a problem, as everything else is.
        services.Configure<RouteHandlerOptions>(static routes => routes.ThrowOnBadRequest = true);

        // Below a warning, the framework logs whole URLs, and their queries may hold secrets.
        services.AddLogging(static logging => logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning));
        return services;
    }

    /// <summary>Puts the checks before everything that follows; only the exception handler stands before them.</summary>
    /// <param name="app">The host.</param>
    /// <param name="openly">What needs no key, such as the files of the page.</param>
    public static IApplicationBuilder UseReelmillAccess(this IApplicationBuilder app, Action<IApplicationBuilder>? openly = null)
    {
        app.UseMiddleware<Hygiene>();
        openly?.Invoke(app);
        return app.UseAuthentication().UseRateLimiter().UseMiddleware<TokenLink>().UseAuthorization();
    }

    /// <summary>Lets everybody ask, as often as they like: for checks of health.</summary>
    public static TBuilder ForHealthChecks<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.AllowAnonymous().DisableRateLimiting();

    /// <summary>Adds the endpoints for sessions and keys.</summary>
    public static void MapReelmillAccess(this IEndpointRouteBuilder routes)
    {
        SessionEndpoints.Map(routes);
        KeyEndpoints.Map(routes);
    }
}
