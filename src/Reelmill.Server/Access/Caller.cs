using System.Security.Claims;
using Reelmill.Library.Access;

namespace Reelmill.Server.Access;

/// <summary>The identity behind a request, as claims: the id of the API key and every scope that the key includes.</summary>
internal static class Caller
{
    public const string ScopeClaim = "scope";

    /// <summary>Creates the principal of an API key; null stands for the bearer of the server's token, who has every scope.</summary>
    public static ClaimsPrincipal CreatePrincipal(ApiKey? key)
    {
        var claims = GetScopeNames(key?.Scope ?? AccessScope.Admin).Select(static scope => new Claim(ScopeClaim, scope));
        return new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, key?.Id ?? ""), .. claims], KeyAuthentication.SchemeName));
    }

    /// <summary>Gets the id of the caller's key: empty for the server's token, null when the caller is not authenticated.</summary>
    public static string? GetKeyId(ClaimsPrincipal caller) => caller.FindFirstValue(ClaimTypes.NameIdentifier);

    /// <summary>Gets the scopes of the caller; empty when the caller is not authenticated.</summary>
    public static IReadOnlyList<string> GetScopes(ClaimsPrincipal caller) => [.. caller.FindAll(ScopeClaim).Select(static claim => claim.Value)];

    /// <summary>Gets the names of a scope and of every scope that it includes.</summary>
    public static IReadOnlyList<string> GetScopeNames(AccessScope scope) => [.. Enum.GetValues<AccessScope>().Where(s => s <= scope).Select(GetScopeName)];

    public static string GetScopeName(AccessScope scope) => scope switch
    {
        AccessScope.Read => "read",
        AccessScope.Submit => "submit",
        AccessScope.Admin => "admin",
        _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, message: null),
    };
}
