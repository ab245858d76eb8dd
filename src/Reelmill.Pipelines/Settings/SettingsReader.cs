using Reelmill.Core;
using Reelmill.Core.Files;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Reelmill.Pipelines.Settings;

/// <summary>Puts the layers of a configuration together: file, then options, then <c>--set</c>; a later one wins.</summary>
internal static class SettingsReader
{
    /// <summary>Takes values into a pipeline's options; a file may hold keys of other pipelines, which are theirs.</summary>
    public static TOptions Apply<TOptions>(
        PipelineSettings settings, TOptions options, IEnumerable<(string Key, string Value)> file, IEnumerable<(string Key, string Value)> given)
        where TOptions : PipelineOptions
    {
        var keys = settings.All.ToDictionary(static s => s.Key, StringComparer.Ordinal);

        // The last value of a key counts, so that a file's choice of sampling can be taken back on the command line.
        var last = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in file.Where(f => keys.ContainsKey(f.Key) || !IsKnown(f.Key)).Concat(given))
        {
            last[key] = keys.ContainsKey(key) ? value : throw Unknown(key, settings);
        }

        return last.Aggregate(options, (o, s) => (TOptions)keys[s.Key].Take(o, s.Value));
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
        if (RegularFile.FaultOf(path) is { } fault)
        {
            throw new UsageException($"Reading the configuration {path}: {fault.Text}.");
        }

        try
        {
            using var reader = RegularFile.OpenText(path);
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

    private static UsageException Unknown(string key, PipelineSettings settings)
    {
        if (PipelineSettings.Known.FirstOrDefault(p => p.All.Any(s => s.Key == key)) is { } other)
        {
            return new UsageException($"The setting '{key}' is one of '{other.Pipeline}', not of '{settings.Pipeline}'.");
        }

        var near = NearestName.Of(key, settings.All.Select(static s => s.Key)) is { } nearest
            ? $" Did you mean '{nearest}'?"
            : $" 'reelmill {settings.Pipeline} --help' lists the keys.";
        return new UsageException($"There is no setting '{key}'.{near}");
    }

    private static bool IsKnown(string key) => PipelineSettings.Known.Any(p => p.All.Any(s => s.Key == key));
}
