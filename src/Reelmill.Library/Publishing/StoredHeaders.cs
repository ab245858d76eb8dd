namespace Reelmill.Library.Publishing;

/// <summary>What a target that speaks HTTP keeps with a file; a folder has no place for it.</summary>
/// <param name="ContentType">The media type.</param>
/// <param name="CacheControl">How long caches may keep it.</param>
/// <param name="Sha256">The SHA-256 of its bytes, in lower-case hexadecimal.</param>
public sealed record StoredHeaders(string ContentType, string CacheControl, string Sha256);
