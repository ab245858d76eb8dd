namespace Reelmill.Library.Publishing;

/// <summary>The headers that an HTTP target stores with a file. A folder cannot store them.</summary>
/// <param name="ContentType">The media type.</param>
/// <param name="CacheControl">The value of the <c>Cache-Control</c> header.</param>
/// <param name="Sha256">The SHA-256 of the file, in lower-case hexadecimal.</param>
public sealed record StoredHeaders(string ContentType, string CacheControl, string Sha256);
