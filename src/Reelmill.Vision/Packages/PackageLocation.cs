using System.Text.Json.Nodes;

namespace Reelmill.Vision.Packages;

/// <summary>Finds where a source keeps the archive of a package.</summary>
internal static class PackageLocation
{
    private const string FlatContainer = "PackageBaseAddress/3.0.0";

    /// <summary>The archive in a folder of packages, laid out flat or by name and version; null when it is not there.</summary>
    public static string? InFolder(string folder, PackageId package)
    {
        var (name, version) = (package.Name.ToLowerInvariant(), package.Version.ToLowerInvariant());
        var file = package.Registry == PackageRegistry.NuGet ? $"{name}.{version}.nupkg" : $"{name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]}-{version}.tgz";
        var whole = new EnumerationOptions { MatchCasing = MatchCasing.CaseInsensitive };
        return new[] { folder, Path.Combine(folder, name, version) }.Where(Directory.Exists)
            .SelectMany(f => Directory.GetFiles(f, file, whole)).FirstOrDefault();
    }

    /// <summary>The URL of the archive.</summary>
    /// <exception cref="HttpRequestException">The registry cannot be reached, or has no such package.</exception>
    /// <exception cref="FormatException">The address is no registry's.</exception>
    public static async Task<Uri> UrlAsync(RegistryHttp http, PackageSource source, PackageId package, CancellationToken cancellationToken)
    {
        if (package.Registry == PackageRegistry.NuGet)
        {
            var index = await ReadAsync(http, source, source.Url!, cancellationToken).ConfigureAwait(false);
            var root = (index["resources"] as JsonArray)?.FirstOrDefault(static r => Text(r, "@type") == FlatContainer);
            var (name, version) = (package.Name.ToLowerInvariant(), package.Version.ToLowerInvariant());
            return Address(Text(root, "@id")?.TrimEnd('/') + $"/{name}/{version}/{name}.{version}.nupkg", source);
        }

        var manifest = await ReadAsync(http, source, new Uri(source.Url!, $"{package.Name.Replace("/", "%2f", StringComparison.Ordinal)}/{package.Version}"), cancellationToken).ConfigureAwait(false);
        return Address(Text(manifest["dist"], "tarball") ?? string.Empty, source);
    }

    private static async Task<JsonNode> ReadAsync(RegistryHttp http, PackageSource source, Uri url, CancellationToken cancellationToken)
    {
        var bytes = await http.ReadAsync(url, source.Credentials, cancellationToken).ConfigureAwait(false);
        try
        {
            return JsonNode.Parse(bytes) as JsonObject ?? throw new FormatException($"{source.Label} answered with something else than a registry's document");
        }
        catch (System.Text.Json.JsonException e)
        {
            throw new FormatException($"{source.Label} answered with something else than a registry's document", e);
        }
    }

    private static string? Text(JsonNode? node, string key) => node is JsonObject group && group[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static Uri Address(string text, PackageSource source) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "https" or "http"
        ? url
        : throw new FormatException($"{source.Label} does not say where it keeps packages");
}
