namespace Reelmill.Library.Access;

/// <summary>A key to a server, without the secret itself, which nobody has but who was shown it.</summary>
/// <param name="Id">What names it.</param>
/// <param name="Name">What its maker calls it.</param>
/// <param name="Hash">The SHA-256 of its secret, in hexadecimal.</param>
/// <param name="Scope">What it may do.</param>
/// <param name="CreatedMs">When it was made, in Unix milliseconds.</param>
/// <param name="ExpiresMs">From when on it is refused; null for never.</param>
/// <param name="UsedMs">When it was last used, within a minute or so; null when it was not.</param>
/// <param name="RevokedMs">When it was revoked; null when it was not.</param>
public sealed record ApiKey(string Id, string Name, string Hash, AccessScope Scope, long CreatedMs, long? ExpiresMs, long? UsedMs, long? RevokedMs)
{
    /// <summary>Whether it opens anything at a moment.</summary>
    /// <param name="nowMs">The moment, in Unix milliseconds.</param>
    public bool IsValidAt(long nowMs) => RevokedMs is null && !(ExpiresMs <= nowMs);
}
