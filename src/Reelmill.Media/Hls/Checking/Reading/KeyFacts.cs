namespace Reelmill.Media.Hls.Checking.Reading;

/// <summary>A key that a playlist names.</summary>
/// <param name="Name">Its URI as messages show it.</param>
/// <param name="Bytes">The key; null when there is none, or none of 16 bytes.</param>
/// <param name="Problem">Why there is no key; null when there is one.</param>
/// <param name="IsPublic">Whether it can be had from among the stream's own files.</param>
internal sealed record KeyFacts(string Name, byte[]? Bytes, string? Problem, bool IsPublic);
