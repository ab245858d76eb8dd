using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Reelmill.Library.Access;
using Reelmill.Server.Http;

namespace Reelmill.Server.Access;

/// <summary>The endpoints of API keys, <c>/v1/keys</c>.</summary>
internal static class KeyEndpoints
{
    private const double MaxSeconds = 100 * 365.0 * 86400;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup("/v1/keys").WithTags("access").RequireAuthorization(Caller.GetScopeName(AccessScope.Admin));
        keys.MapGet("", List).WithSummary("Lists all keys, including expired and revoked ones.");
        keys.MapPost("", CreateAsync).WithSummary("Creates a key. Only this response contains its secret.");
        keys.MapDelete("/{id}", RevokeAsync).WithSummary("Revokes a key.");
    }

    private static Ok<IReadOnlyList<KeyDocument>> List(ApiKeys keys) => TypedResults.Ok<IReadOnlyList<KeyDocument>>([.. keys.Keys.Select(static key => KeyDocument.From(key))]);

    private static async Task<Created<KeyDocument>> CreateAsync(KeyRequest request, ApiKeys keys, ServerOptions options, HttpContext http, CancellationToken cancellationToken)
    {
        var lifetime = ParseLifetime(request.ExpiresInSeconds);
        if (KeyStore.FindFault(request.Name, lifetime) is { } fault)
        {
            throw Refuse(fault);
        }

        var (key, secret) = await CreateKeyAsync(request.Name!, ParseScope(request.Scopes), lifetime, keys, cancellationToken).ConfigureAwait(false);

        // The first key ends the token's access.
        TokenFile.Delete(options.Library);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"/v1/keys/{key.Id}", KeyDocument.From(key) with { Key = secret });
    }

    private static async Task<(ApiKey Key, string Secret)> CreateKeyAsync(string name, AccessScope scope, TimeSpan? lifetime, ApiKeys keys, CancellationToken cancellationToken)
    {
        try
        {
            return await keys.CreateAsync(name, scope, lifetime, cancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentException e)
        {
            throw new RequestException("bad_key", e.Message, StatusCodes.Status400BadRequest);
        }
    }

    private static async Task<NoContent> RevokeAsync(string id, ApiKeys keys, CancellationToken cancellationToken) =>
        await keys.RevokeAsync(id, cancellationToken).ConfigureAwait(false)
            ? TypedResults.NoContent()
            : throw new RequestException("key_not_found", $"There is no key {id}.", StatusCodes.Status404NotFound);

    // Each scope includes the narrower ones, so the widest one suffices.
    private static AccessScope ParseScope(IReadOnlyList<AccessScope>? scopes) =>
        scopes is [_, ..] ? scopes.Max() : throw Refuse("'scopes' is empty. Scopes are read, submit and admin.");

    private static TimeSpan? ParseLifetime(double? seconds) => seconds switch
    {
        null => null,
        > 0 and <= MaxSeconds => TimeSpan.FromSeconds(seconds.Value),
        _ => throw Refuse("'expiresInSeconds' must be more than 0 and at most 100 years. Leave it out for a key that does not expire."),
    };

    private static RequestException Refuse(string fault) => new("bad_key", $"Creating a key: {fault}", StatusCodes.Status400BadRequest);
}
