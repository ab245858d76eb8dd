using System.Security.Claims;
using Reelmill.Library.Access;

namespace Reelmill.Server.Access;

/// <summary>Who asks, as claims: the id of the key, and every scope that its own includes.</summary>
internal static class Caller
{
    public const string ScopeClaim = "scope";

    /// <summary>The caller with a key; without one, whoever has the server's token.</summary>
    public static ClaimsPrincipal Of(ApiKey? key)
    {
        var claims = ScopeNames(key?.Scope ?? AccessScope.Admin).Select(static scope => new Claim(ScopeClaim, scope));
        return new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, key?.Id ?? ""), .. claims], KeyAuthentication.SchemeName));
    }

    /// <summary>The id of the caller's key; empty for the server's token, null when nobody is signed in.</summary>
    public static string? KeyIdOf(ClaimsPrincipal caller) => caller.FindFirstValue(ClaimTypes.NameIdentifier);

    /// <summary>What the caller may do; nothing when nobody is signed in.</summary>
    public static IReadOnlyList<string> ScopesOf(ClaimsPrincipal caller) => [.. caller.FindAll(ScopeClaim).Select(static claim => claim.Value)];

    /// <summary>The names of a scope and of those that it includes.</summary>
    public static IReadOnlyList<string> ScopeNames(AccessScope scope) => [.. Enum.GetValues<AccessScope>().Where(s => s <= scope).Select(NameOf)];

    public static string NameOf(AccessScope scope) => scope switch
    {
        AccessScope.Read => "read",
        AccessScope.Submit => "submit",
        AccessScope.Admin => "admin",
        _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, message: null),
    };
}
