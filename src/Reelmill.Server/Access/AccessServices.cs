using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Reelmill.Server.Http;

namespace Reelmill.Server.Access;

/// <summary>Registers authentication, authorization and rate limits in a host.</summary>
internal static class AccessServices
{
    /// <summary>Adds the services of access control; <see cref="ServerOptions"/> and a <see cref="TimeProvider"/> must be registered already.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="options">The options.</param>
    /// <param name="keys">The API keys of the library.</param>
    /// <param name="listening">The addresses and the port that the host will listen on.</param>
    /// <param name="token">The token that grants access while the library has no key.</param>
    public static IServiceCollection AddReelmillAccess(this IServiceCollection services, ServerOptions options, ApiKeys keys, ListenEndpoints listening, ServerToken token)
    {
        services.AddSingleton(keys).AddSingleton(listening).AddSingleton(token).AddSingleton<Sessions>().AddSingleton<HostNames>().AddSingleton<MessageRedactor>();
        services.AddHostedService<KeyUseRecorder>();
        services.AddAuthentication(KeyAuthentication.SchemeName).AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.SchemeName, configureOptions: null);
        services.AddAuthorization(ScopePolicy.Configure);
        services.AddRateLimiter(limits => RateLimits.Configure(limits, options));
        services.Configure<KestrelServerOptions>(static kestrel => kestrel.AddServerHeader = false);

        // An unreadable body then throws, and Problems answers it like every other error.
        services.Configure<RouteHandlerOptions>(static routes => routes.ThrowOnBadRequest = true);

        // Below the level Warning the framework logs whole URLs, whose queries may contain secrets.
        services.AddLogging(static logging => logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning));
        return services;
    }

    /// <summary>Adds the access middleware; only the exception handler may come before it in the pipeline.</summary>
    /// <param name="app">The host.</param>
    /// <param name="openly">Adds middleware that needs no key, such as the files of the web page.</param>
    public static IApplicationBuilder UseReelmillAccess(this IApplicationBuilder app, Action<IApplicationBuilder>? openly = null)
    {
        app.UseMiddleware<BrowserSecurity>();
        openly?.Invoke(app);
        return app.UseAuthentication().UseRateLimiter().UseMiddleware<TokenSignIn>().UseAuthorization();
    }

    /// <summary>Allows anonymous requests without a rate limit, for health checks.</summary>
    public static TBuilder ForHealthChecks<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.AllowAnonymous().DisableRateLimiting();

    /// <summary>Maps the endpoints of sessions and API keys.</summary>
    public static void MapReelmillAccess(this IEndpointRouteBuilder routes)
    {
        SessionEndpoints.Map(routes);
        KeyEndpoints.Map(routes);
    }
}
