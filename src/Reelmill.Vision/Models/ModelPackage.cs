using Reelmill.Vision.Packages;

namespace Reelmill.Vision.Models;

/// <summary>A model inside a package of a registry.</summary>
/// <param name="Package">The package.</param>
/// <param name="Path">The file's path inside the package, with slashes.</param>
public sealed record ModelPackage(PackageId Package, string Path);
