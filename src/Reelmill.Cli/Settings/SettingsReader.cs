using Reelmill.Core;
using Reelmill.Pipelines.Mine;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Reelmill.Cli.Settings;

/// <summary>Puts the layers of a configuration together: file, then options, then <c>--set</c>; a later one wins.</summary>
internal static class SettingsReader
{
    public static MineOptions Apply(MineOptions options, IEnumerable<(string Key, string Value)> values)
    {
        var keys = MineSettings.All.ToDictionary(static s => s.Key, StringComparer.Ordinal);

        // The last value of a key counts, so that a file's choice of sampling can be taken back on the command line.
        var last = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in values)
        {
            if (!keys.ContainsKey(key))
            {
                var near = NearestName.Of(key, keys.Keys) is { } nearest ? $" Did you mean '{nearest}'?" : " 'reelmill mine --help' lists the keys.";
                throw new UsageException($"There is no setting '{key}'.{near}");
            }

            last[key] = value;
        }

        return last.Aggregate(options, (o, s) => keys[s.Key].Apply(o, s.Value));
    }

    /// <summary>Reads <c>key=value</c>.</summary>
    public static (string Key, string Value) ReadPair(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? (text[..equals].Trim(), text[(equals + 1)..].Trim())
            : throw new UsageException($"--set takes key=value, such as quality.min-sharpness=80, not '{text}'.");
    }

    /// <summary>Reads a YAML file; levels become dots.</summary>
    public static IReadOnlyList<(string Key, string Value)> ReadFile(string path)
    {
        if (!File.Exists(path))
        {
            throw new UsageException($"Reading the configuration {path}: there is no such file.");
        }

        try
        {
            using var reader = File.OpenText(path);
            var stream = new YamlStream();
            stream.Load(reader);
            return stream.Documents.Count == 0 ? [] : [.. Flatten(path, string.Empty, stream.Documents[0].RootNode)];
        }
        catch (YamlException e)
        {
            throw new UsageException($"Reading the configuration {path}, line {e.Start.Line}: {e.Message}");
        }
    }

    private static IEnumerable<(string Key, string Value)> Flatten(string path, string prefix, YamlNode node) => node switch
    {
        YamlScalarNode { Value: null or "" } when prefix.Length == 0 => [],
        YamlScalarNode scalar when prefix.Length > 0 => [(prefix, scalar.Value ?? string.Empty)],
        YamlMappingNode mapping => mapping.Children.SelectMany(child =>
            Flatten(path, prefix.Length == 0 ? $"{child.Key}" : $"{prefix}.{child.Key}", child.Value)),
        _ => throw new UsageException($"Reading the configuration {path}, line {node.Start.Line}: '{prefix}' must be a value or a group of keys."),
    };
}
