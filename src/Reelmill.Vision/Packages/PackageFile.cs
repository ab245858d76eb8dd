namespace Reelmill.Vision.Packages;

/// <summary>A file in a package.</summary>
/// <param name="Path">The path of the file in the package, with forward slashes.</param>
/// <param name="Sha256">The SHA-256 of the file, in lower-case hexadecimal.</param>
internal sealed record PackageFile(string Path, string Sha256)
{
    /// <summary>The file name on this machine.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];
}
