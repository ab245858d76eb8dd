using System.Net.Http.Headers;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Reelmill.Vision.Packages;

/// <summary>Finds the NuGet sources of the current user: from the environment, NuGet.Config files, or the public source.</summary>
internal static class NuGetSources
{
    /// <summary>The environment variable with the only source: the URL of a v3 index, or a folder.</summary>
    public const string Variable = "REELMILL_NUGET_SOURCE";

    private const string Public = "https://api.nuget.org/v3/index.json";

    /// <summary>Returns the sources in search order.</summary>
    public static IReadOnlyList<PackageSource> FromUserConfig()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } configured)
        {
            return [new PackageSource(configured)];
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return Read([
            .. FindConfigs("/etc/opt/NuGet/Config", "*.config"),
            .. FindConfigs(Path.Combine(home, ".nuget", "config"), "*.config"),
            .. FindConfigs(Path.Combine(home, ".config", "NuGet"), "NuGet.Config"),
            .. FindConfigs(Path.Combine(home, ".nuget", "NuGet"), "NuGet.Config"),
        ]);
    }

    /// <summary>Reads configuration files with NuGet's rules: later files add sources, replace sources with the same key, or clear all.</summary>
    public static IReadOnlyList<PackageSource> Read(IReadOnlyList<string> files)
    {
        var sources = new Dictionary<string, PackageSource>(StringComparer.OrdinalIgnoreCase);
        var disabled = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in files)
        {
            if (Load(file) is { } root)
            {
                AddSources(root, Path.GetDirectoryName(file)!, sources);
                disabled.UnionWith(ReadPairs(root, "disabledPackageSources").Where(static a => a.Value == "true").Select(static a => a.Key));
            }
        }

        PackageSource[] enabled = [.. sources.Where(s => !disabled.Contains(s.Key)).Select(static s => s.Value)];
        return enabled.Length > 0 ? enabled : [new PackageSource(Public)];
    }

    private static void AddSources(XElement root, string folder, Dictionary<string, PackageSource> sources)
    {
        if (root.Element("packageSources")?.Element("clear") is not null)
        {
            sources.Clear();
        }

        foreach (var (key, value) in ReadPairs(root, "packageSources"))
        {
            var address = Environment.ExpandEnvironmentVariables(value);
            sources[key] = new PackageSource(address.Contains("://", StringComparison.Ordinal) ? address : Path.GetFullPath(address, folder), ReadCredentials(root, key));
        }
    }

    /// <summary>Reads clear-text passwords only: NuGet supports encrypted passwords only on Windows.</summary>
    private static AuthenticationHeaderValue? ReadCredentials(XElement root, string source)
    {
        var credentials = root.Element("packageSourceCredentials")?.Elements().FirstOrDefault(e => XmlConvert.DecodeName(e.Name.LocalName) == source);
        string? Value(string key) => credentials?.Elements("add").FirstOrDefault(a => (string?)a.Attribute("key") == key)?.Attribute("value")?.Value;
        return Value("Username") is { } user && Value("ClearTextPassword") is { } password
            ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Environment.ExpandEnvironmentVariables($"{user}:{password}"))))
            : null;
    }

    private static IEnumerable<(string Key, string Value)> ReadPairs(XElement root, string section) =>
        from add in root.Element(section)?.Elements("add") ?? []
        let key = (string?)add.Attribute("key")
        let value = (string?)add.Attribute("value")
        where key is not null && value is not null
        select (key, value);

    private static string[] FindConfigs(string folder, string pattern) => Directory.Exists(folder)
        ? [.. Directory.GetFiles(folder, pattern, new EnumerationOptions { MatchCasing = MatchCasing.CaseInsensitive }).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Loads a file; an unreadable file is ignored, because NuGet itself reports it.</summary>
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
