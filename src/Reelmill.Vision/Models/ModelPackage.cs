using Reelmill.Vision.Packages;

namespace Reelmill.Vision.Models;

/// <summary>The location of a model file in a package.</summary>
/// <param name="Package">The package.</param>
/// <param name="Path">The path of the file in the package, with forward slashes.</param>
public sealed record ModelPackage(PackageId Package, string Path);
