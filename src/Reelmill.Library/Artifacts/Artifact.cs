namespace Reelmill.Library.Artifacts;

/// <summary>A file of a library.</summary>
/// <param name="Path">Where it is below the library's folder, with forward slashes: <c>kind/id/name</c>.</param>
/// <param name="Sha256">The SHA-256 of its bytes, in lower-case hexadecimal.</param>
/// <param name="Bytes">Its size in bytes.</param>
public sealed record Artifact(string Path, string Sha256, long Bytes);
