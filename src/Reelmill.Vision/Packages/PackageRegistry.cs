namespace Reelmill.Vision.Packages;

/// <summary>Which registry a package is in, which decides how it is found and unpacked.</summary>
public enum PackageRegistry
{
    /// <summary>NuGet: a zip archive at a v3 source.</summary>
    NuGet,

    /// <summary>npm: a gzipped tar archive.</summary>
    Npm,
}
