namespace Reelmill.Library.Publishing;

/// <summary>A file at a target.</summary>
/// <param name="Key">The path below the target, with forward slashes.</param>
/// <param name="Bytes">The size in bytes.</param>
public sealed record StoredFile(string Key, long Bytes);
