namespace Reelmill.Library.Publishing;

/// <summary>A file that is at a target.</summary>
/// <param name="Key">Its path below the target, with forward slashes.</param>
/// <param name="Bytes">Its size in bytes.</param>
public sealed record StoredFile(string Key, long Bytes);
