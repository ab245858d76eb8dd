namespace Reelmill.Media.Hls.Checking.Reading;

/// <summary>The result of looking up a key that a playlist names.</summary>
/// <param name="Name">The key URI as messages show it.</param>
/// <param name="Bytes">The key; null when the lookup failed or the file does not have 16 bytes.</param>
/// <param name="Problem">Why the key is not usable; null when it is.</param>
/// <param name="IsPublic">Whether the key can be read from the published files of the stream.</param>
internal sealed record KeyLookupResult(string Name, byte[]? Bytes, string? Problem, bool IsPublic);
