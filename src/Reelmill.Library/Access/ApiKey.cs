namespace Reelmill.Library.Access;

/// <summary>An API key of a server. The record has only the hash of the secret, which is shown once and stored nowhere.</summary>
/// <param name="Id">The key's id.</param>
/// <param name="Name">The name that the key's creator chose.</param>
/// <param name="Hash">The SHA-256 of the secret, in hexadecimal.</param>
/// <param name="Scope">The operations that the key permits.</param>
/// <param name="CreatedMs">When the key was created, in Unix milliseconds.</param>
/// <param name="ExpiresMs">When the key expires, in Unix milliseconds; null for never.</param>
/// <param name="UsedMs">When the key was last used, in Unix milliseconds, to within about a minute; null if never.</param>
/// <param name="RevokedMs">When the key was revoked, in Unix milliseconds; null if it was not.</param>
public sealed record ApiKey(string Id, string Name, string Hash, AccessScope Scope, long CreatedMs, long? ExpiresMs, long? UsedMs, long? RevokedMs)
{
    /// <summary>Whether the key is valid at a given time.</summary>
    /// <param name="nowMs">The time, in Unix milliseconds.</param>
    public bool IsValidAt(long nowMs) => RevokedMs is null && !(ExpiresMs <= nowMs);
}
