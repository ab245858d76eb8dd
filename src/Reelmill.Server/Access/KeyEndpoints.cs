using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Reelmill.Library.Access;
using Reelmill.Server.Http;

namespace Reelmill.Server.Access;

/// <summary>Keys over HTTP.</summary>
internal static class KeyEndpoints
{
    private const double MostSeconds = 100 * 365.0 * 86400;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup("/v1/keys").WithTags("access").RequireAuthorization(Caller.NameOf(AccessScope.Admin));
        keys.MapGet("", List).WithSummary("Lists the keys, also those that are not valid any more.");
        keys.MapPost("", CreateAsync).WithSummary("Makes a key; its secret is shown this once.");
        keys.MapDelete("/{id}", RevokeAsync).WithSummary("Revokes a key.");
    }

    private static Ok<IReadOnlyList<KeyDocument>> List(ApiKeys ring) => TypedResults.Ok<IReadOnlyList<KeyDocument>>([.. ring.Keys.Select(static key => KeyDocument.Of(key))]);

    private static async Task<Created<KeyDocument>> CreateAsync(KeyRequest request, ApiKeys ring, ServerOptions options, HttpContext http, CancellationToken cancellationToken)
    {
        var lifetime = LifetimeOf(request.ExpiresInSeconds);
        if (KeyStore.FindFault(request.Name, lifetime) is { } fault)
        {
            throw Refuse(fault);
        }

        var (key, secret) = await MakeAsync(request.Name!, ScopeOf(request.Scopes), lifetime, ring, cancellationToken).ConfigureAwait(false);

        // From the first key on the token opens nothing.
        TokenFile.Forget(options.Library);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"/v1/keys/{key.Id}", KeyDocument.Of(key) with { Key = secret });
    }

    private static async Task<(ApiKey Key, string Secret)> MakeAsync(string name, AccessScope scope, TimeSpan? lifetime, ApiKeys ring, CancellationToken cancellationToken)
    {
        try
        {
            return await ring.CreateAsync(name, scope, lifetime, cancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentException e)
        {
            throw new RequestException("bad_key", e.Message, StatusCodes.Status400BadRequest);
        }
    }

    private static async Task<NoContent> RevokeAsync(string id, ApiKeys ring, CancellationToken cancellationToken) =>
        await ring.RevokeAsync(id, cancellationToken).ConfigureAwait(false)
            ? TypedResults.NoContent()
            : throw new RequestException("key_not_found", $"There is no key {id}.", StatusCodes.Status404NotFound);

    // Scopes include each other, so that the widest one says it all.
    private static AccessScope ScopeOf(IReadOnlyList<AccessScope>? scopes) =>
        scopes is [_, ..] ? scopes.Max() : throw Refuse("it names no scope. Scopes are read, submit and admin.");

    private static TimeSpan? LifetimeOf(double? seconds) => seconds switch
    {
        null => null,
        > 0 and <= MostSeconds => TimeSpan.FromSeconds(seconds.Value),
        _ => throw Refuse("its time is not one of up to 100 years. Leave it out for a key that does not expire."),
    };

    private static RequestException Refuse(string fault) => new("bad_key", $"Making a key: {fault}", StatusCodes.Status400BadRequest);
}
