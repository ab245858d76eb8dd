using System.Text.Json.Serialization;
using Reelmill.Library.Access;

namespace Reelmill.Server.Access;

/// <summary>The key that somebody wants.</summary>
internal sealed record KeyRequest(string? Name = null, IReadOnlyList<AccessScope>? Scopes = null, double? ExpiresInSeconds = null);

/// <summary>A key as the API shows it; with its secret in the answer that made it only.</summary>
internal sealed record KeyDocument(
    string Id, string Name, IReadOnlyList<string> Scopes, long CreatedMs, long? ExpiresMs, long? LastUsedMs, bool Revoked,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Key = null)
{
    public static KeyDocument Of(ApiKey key) =>
        new(key.Id, key.Name, Caller.ScopeNames(key.Scope), key.CreatedMs, key.ExpiresMs, key.UsedMs, key.RevokedMs is not null);
}
