using System.Text.Json.Nodes;

namespace Reelmill.Vision.Packages;

/// <summary>Locates the archive of a package at a source.</summary>
internal static class PackageLocation
{
    private const string FlatContainer = "PackageBaseAddress/3.0.0";

    /// <summary>Finds the archive in a folder with a flat or name/version layout; null when it is missing.</summary>
    public static string? FindInFolder(string folder, PackageId package)
    {
        var (name, version) = (package.Name.ToLowerInvariant(), package.Version.ToLowerInvariant());
        var file = package.Registry == PackageRegistry.NuGet ? $"{name}.{version}.nupkg" : $"{name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]}-{version}.tgz";
        var options = new EnumerationOptions { MatchCasing = MatchCasing.CaseInsensitive };
        return new[] { folder, Path.Combine(folder, name, version) }.Where(Directory.Exists)
            .SelectMany(f => Directory.GetFiles(f, file, options)).FirstOrDefault();
    }

    /// <summary>Finds the URL of the archive.</summary>
    /// <exception cref="HttpRequestException">The registry cannot be reached, or does not have the package.</exception>
    /// <exception cref="FormatException">The source is not a package registry.</exception>
    public static async Task<Uri> FindUrlAsync(RegistryClient http, PackageSource source, PackageId package, CancellationToken cancellationToken)
    {
        if (package.Registry == PackageRegistry.NuGet)
        {
            var index = await ReadAsync(http, source, source.Url!, cancellationToken).ConfigureAwait(false);
            var root = (index["resources"] as JsonArray)?.FirstOrDefault(static r => GetText(r, "@type") == FlatContainer);
            var (name, version) = (package.Name.ToLowerInvariant(), package.Version.ToLowerInvariant());
            return ParseUrl(GetText(root, "@id")?.TrimEnd('/') + $"/{name}/{version}/{name}.{version}.nupkg", source);
        }

        var manifest = await ReadAsync(http, source, new Uri(source.Url!, $"{package.Name.Replace("/", "%2f", StringComparison.Ordinal)}/{package.Version}"), cancellationToken).ConfigureAwait(false);
        return ParseUrl(GetText(manifest["dist"], "tarball") ?? string.Empty, source);
    }

    private static async Task<JsonNode> ReadAsync(RegistryClient http, PackageSource source, Uri url, CancellationToken cancellationToken)
    {
        var bytes = await http.ReadAsync(url, source.Credentials, cancellationToken).ConfigureAwait(false);
        try
        {
            return JsonNode.Parse(bytes) as JsonObject ?? throw new FormatException($"{source.Label} did not respond like a package registry");
        }
        catch (System.Text.Json.JsonException e)
        {
            throw new FormatException($"{source.Label} did not respond like a package registry", e);
        }
    }

    private static string? GetText(JsonNode? node, string key) => node is JsonObject parent && parent[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static Uri ParseUrl(string text, PackageSource source) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "https" or "http"
        ? url
        : throw new FormatException($"{source.Label} does not provide the URL of its packages");
}
