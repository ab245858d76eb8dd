namespace Reelmill.Library.Catalog;

/// <summary>A file that a pipeline wrote to a library.</summary>
/// <param name="Path">The path relative to the library's folder, with forward slashes: <c>kind/id/name</c>.</param>
/// <param name="Sha256">The SHA-256 of the content, in lower-case hexadecimal.</param>
/// <param name="Bytes">The size in bytes.</param>
public sealed record Artifact(string Path, string Sha256, long Bytes);
