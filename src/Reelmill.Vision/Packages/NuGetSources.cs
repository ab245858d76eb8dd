using System.Net.Http.Headers;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Reelmill.Vision.Packages;

/// <summary>The NuGet sources of this user: the one that the environment names, those of NuGet.Config, or the public one.</summary>
internal static class NuGetSources
{
    /// <summary>The environment variable that names the only source: the URL of a v3 index, or a folder.</summary>
    public const string Variable = "REELMILL_NUGET_SOURCE";

    private const string Public = "https://api.nuget.org/v3/index.json";

    /// <summary>The sources, first to last.</summary>
    public static IReadOnlyList<PackageSource> OfUser()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return [new PackageSource(named)];
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return Read([
            .. Configs("/etc/opt/NuGet/Config", "*.config"),
            .. Configs(Path.Combine(home, ".nuget", "config"), "*.config"),
            .. Configs(Path.Combine(home, ".config", "NuGet"), "NuGet.Config"),
            .. Configs(Path.Combine(home, ".nuget", "NuGet"), "NuGet.Config"),
        ]);
    }

    /// <summary>Reads configuration files, as NuGet does: later ones add to earlier ones, replace keys or clear all.</summary>
    public static IReadOnlyList<PackageSource> Read(IReadOnlyList<string> files)
    {
        var sources = new Dictionary<string, PackageSource>(StringComparer.OrdinalIgnoreCase);
        var disabled = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in files)
        {
            if (Load(file) is { } root)
            {
                Take(root, Path.GetDirectoryName(file)!, sources);
                disabled.UnionWith(Added(root, "disabledPackageSources").Where(static a => a.Value == "true").Select(static a => a.Key));
            }
        }

        PackageSource[] left = [.. sources.Where(s => !disabled.Contains(s.Key)).Select(static s => s.Value)];
        return left.Length > 0 ? left : [new PackageSource(Public)];
    }

    private static void Take(XElement root, string folder, Dictionary<string, PackageSource> sources)
    {
        if (root.Element("packageSources")?.Element("clear") is not null)
        {
            sources.Clear();
        }

        foreach (var (key, value) in Added(root, "packageSources"))
        {
            var address = Environment.ExpandEnvironmentVariables(value);
            sources[key] = new PackageSource(address.Contains("://", StringComparison.Ordinal) ? address : Path.GetFullPath(address, folder), Credentials(root, key));
        }
    }

    /// <summary>Only passwords in clear text: NuGet encrypts others on Windows alone.</summary>
    private static AuthenticationHeaderValue? Credentials(XElement root, string source)
    {
        var group = root.Element("packageSourceCredentials")?.Elements().FirstOrDefault(e => XmlConvert.DecodeName(e.Name.LocalName) == source);
        string? Value(string key) => group?.Elements("add").FirstOrDefault(a => (string?)a.Attribute("key") == key)?.Attribute("value")?.Value;
        return Value("Username") is { } user && Value("ClearTextPassword") is { } password
            ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Environment.ExpandEnvironmentVariables($"{user}:{password}"))))
            : null;
    }

    private static IEnumerable<(string Key, string Value)> Added(XElement root, string section) =>
        from add in root.Element(section)?.Elements("add") ?? []
        let key = (string?)add.Attribute("key")
        let value = (string?)add.Attribute("value")
        where key is not null && value is not null
        select (key, value);

    private static string[] Configs(string folder, string pattern) => Directory.Exists(folder)
        ? [.. Directory.GetFiles(folder, pattern, new EnumerationOptions { MatchCasing = MatchCasing.CaseInsensitive }).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>A file that cannot be read configures nothing: NuGet itself is who complains of it.</summary>
    private static XElement? Load(string file)
    {
        try
        {
            return XDocument.Load(file).Root;
        }
        catch (Exception e) when (e is XmlException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
