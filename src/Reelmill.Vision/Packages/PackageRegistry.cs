namespace Reelmill.Vision.Packages;

/// <summary>The registry of a package, which determines its lookup and archive format.</summary>
public enum PackageRegistry
{
    /// <summary>NuGet: zip archives at v3 sources.</summary>
    NuGet,

    /// <summary>npm: gzipped tar archives.</summary>
    Npm,
}
