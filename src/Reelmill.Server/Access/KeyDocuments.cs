using System.Text.Json.Serialization;
using Reelmill.Library.Access;

namespace Reelmill.Server.Access;

/// <summary>The body of a request to create an API key.</summary>
internal sealed record KeyRequest(string? Name = null, IReadOnlyList<AccessScope>? Scopes = null, double? ExpiresInSeconds = null);

/// <summary>An API key as the API returns it. <c>Key</c> is its secret, present only in the response that creates the key.</summary>
internal sealed record KeyDocument(
    string Id, string Name, IReadOnlyList<string> Scopes, long CreatedMs, long? ExpiresMs, long? LastUsedMs, bool Revoked,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Key = null)
{
    public static KeyDocument From(ApiKey key) =>
        new(key.Id, key.Name, Caller.GetScopeNames(key.Scope), key.CreatedMs, key.ExpiresMs, key.UsedMs, key.RevokedMs is not null);
}
