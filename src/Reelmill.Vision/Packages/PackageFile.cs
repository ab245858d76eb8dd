namespace Reelmill.Vision.Packages;

/// <summary>A file inside a package.</summary>
/// <param name="Path">The file's path inside the package, with slashes.</param>
/// <param name="Sha256">The file's SHA-256 in lower-case hexadecimal.</param>
internal sealed record PackageFile(string Path, string Sha256)
{
    /// <summary>The name that the file gets on this machine.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];
}
