using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Reelmill.Vision.Packages;

/// <summary>Finds the npm registry of the current user: from npm's environment variable or <c>.npmrc</c>, or the public registry.</summary>
internal static partial class NpmSources
{
    private const string Public = "https://registry.npmjs.org/";

    /// <summary>Returns the registry for a package.</summary>
    public static IReadOnlyList<PackageSource> FromUserConfig(string package)
    {
        var file = GetVariable("npm_config_userconfig") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".npmrc");
        return [Read(package, File.Exists(file) ? File.ReadAllLines(file) : [], GetVariable("npm_config_registry"))];
    }

    /// <summary>Reads the lines of an <c>.npmrc</c>; the registry of a scope takes precedence over the default registry.</summary>
    public static PackageSource Read(string package, IReadOnlyList<string> lines, string? configured)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines.Where(static l => l.TrimStart() is [not ('#' or ';'), ..]))
        {
            if (line.IndexOf('=', StringComparison.Ordinal) is > 0 and var separator)
            {
                settings[line[..separator].Trim()] = Expand(line[(separator + 1)..].Trim().Trim('"'));
            }
        }

        var scope = package.StartsWith('@') ? package[..package.IndexOf('/', StringComparison.Ordinal)] : string.Empty;
        var address = settings.GetValueOrDefault($"{scope}:registry") ?? configured ?? settings.GetValueOrDefault("registry") ?? Public;
        address = address.TrimEnd('/') + "/";
        var token = settings.GetValueOrDefault($"{address[(address.IndexOf(':', StringComparison.Ordinal) + 1)..]}:_authToken");
        return new PackageSource(address, token is null ? null : new AuthenticationHeaderValue("Bearer", token));
    }

    private static string? GetVariable(string name) =>
        (Environment.GetEnvironmentVariable(name) ?? Environment.GetEnvironmentVariable(name.ToUpperInvariant())) is { Length: > 0 } value ? value : null;

    private static string Expand(string value) =>
        EnvironmentReference().Replace(value, static m => Environment.GetEnvironmentVariable(m.Groups["name"].Value) ?? m.Value);

    [GeneratedRegex(@"\$\{(?<name>[^}]+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EnvironmentReference();
}
