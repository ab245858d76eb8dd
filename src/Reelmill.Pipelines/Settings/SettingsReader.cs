using Reelmill.Core;
using Reelmill.Core.Files;
using Reelmill.Vision.Models;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Reelmill.Pipelines.Settings;

/// <summary>Merges the layers of a configuration: the file, then options, then <c>--set</c>. A later layer wins.</summary>
internal static class SettingsReader
{
    /// <summary>Applies values to a pipeline's options. The file may have keys of other pipelines, which are ignored.</summary>
    /// <param name="known">The settings of all pipelines.</param>
    /// <param name="settings">The settings of the pipeline.</param>
    /// <param name="options">The options to change.</param>
    /// <param name="file">The values of the file.</param>
    /// <param name="commandLine">The values of the command line.</param>
    public static TOptions Apply<TOptions>(
        IReadOnlyList<PipelineSettings> known, PipelineSettings settings, TOptions options, IEnumerable<(string Key, string Value)> file, IEnumerable<(string Key, string Value)> commandLine)
        where TOptions : PipelineOptions
    {
        // The last value of a key counts, so that the command line can override the file's choice of sampling. In a family, a
        // later value may refine an earlier one, so all values are applied in order.
        var last = new OrderedDictionary<string, (Setting Setting, IEnumerable<string> Values)>(StringComparer.Ordinal);
        foreach (var (key, value) in file.Where(f => settings.Find(f.Key) is not null).Concat(commandLine))
        {
            var setting = settings.Find(key) ?? throw CreateUnknownKeyError(known, key, settings);
            last[key] = (setting, setting.IsMember && last.TryGetValue(key, out var before) ? before.Values.Append(value) : [value]);
        }

        return last.Values.Aggregate(options, static (all, one) => one.Values.Aggregate(all, (o, value) => (TOptions)one.Setting.Apply(o, value)));
    }

    /// <summary>Fails on an unknown key, and resolves an alias to the key that it sets.</summary>
    public static (string Key, string Value) Require(IReadOnlyList<PipelineSettings> known, (string Key, string Value) setting) =>
        SettingAliases.Resolve(setting.Key) is var key && known.Any(p => p.Find(key) is not null)
            ? (key, setting.Value)
            : throw new UsageException($"There is no setting '{setting.Key}'.{SuggestNearest(setting.Key, known.SelectMany(static p => p.All))}");

    /// <summary>Parses <c>key=value</c>.</summary>
    public static (string Key, string Value) ReadPair(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? (text[..equals].Trim(), text[(equals + 1)..].Trim())
            : throw new UsageException($"--set takes key=value, such as quality.min-sharpness=80, not '{text}'.");
    }

    /// <summary>Reads a YAML file; dots join the levels of a key.</summary>
    /// <exception cref="UsageException">The file cannot be read, or has an unknown or duplicate key; the message names file and line.</exception>
    /// <param name="known">The settings of all pipelines.</param>
    /// <param name="path">The file.</param>
    /// <param name="note">Called with a line for each alias, saying which key it sets; optional.</param>
    public static IReadOnlyList<(string Key, string Value)> ReadFile(IReadOnlyList<PipelineSettings> known, string path, Action<string>? note = null)
    {
        if (RegularFile.FindFault(path) is { } fault)
        {
            throw new UsageException($"Reading the configuration {path}: {fault.Text}.");
        }

        try
        {
            using var reader = RegularFile.OpenText(path);
            var values = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (name, value) in RestrictedYaml.Read(reader) is { } root ? Flatten(string.Empty, root) : [])
            {
                var key = SettingAliases.Resolve(name);
                if (key != name)
                {
                    note?.Invoke($"{path}, line {value.Start.Line}: '{name}' sets '{key}'.");
                }

                if (!known.Any(p => p.Find(key) is not null))
                {
                    throw CreateYamlError(value, $"there is no setting '{key}'.{SuggestNearest(key, known.SelectMany(static p => p.All))}");
                }

                if (!values.TryAdd(key, value.Value ?? string.Empty))
                {
                    throw CreateYamlError(value, $"'{key}' was set above. Keep one of them.");
                }
            }

            return [.. values.Select(static v => (v.Key, v.Value))];
        }
        catch (YamlException e)
        {
            throw new UsageException($"Reading the configuration {path}, line {e.Start.Line}: {e.Message}");
        }
    }

    private static IEnumerable<(string Key, YamlScalarNode Value)> Flatten(string prefix, YamlNode node) => node switch
    {
        YamlScalarNode { Value: null or "" } when prefix.Length == 0 => [],
        YamlScalarNode scalar when prefix.Length > 0 => [(prefix, scalar)],
        YamlMappingNode mapping => mapping.Children.SelectMany(child => child.Key is YamlScalarNode { Value: { } key }
            ? Flatten(prefix.Length == 0 ? key : $"{prefix}.{key}", child.Value)
            : throw CreateYamlError(child.Key, "a key must be a string.")),
        _ => throw CreateYamlError(node, $"'{prefix}' must be a value or a group of keys."),
    };

    private static YamlException CreateYamlError(YamlNode node, string why) => new(node.Start, node.End, why);

    private static UsageException CreateUnknownKeyError(IReadOnlyList<PipelineSettings> known, string key, PipelineSettings settings)
    {
        if (known.FirstOrDefault(p => p.Find(key) is not null) is { } other)
        {
            return new UsageException($"The setting '{key}' is one of '{other.Pipeline}', not of '{settings.Pipeline}'.");
        }

        var near = SuggestNearest(key, settings.All);
        return new UsageException($"There is no setting '{key}'.{(near.Length > 0 ? near : $" 'reelmill {settings.Pipeline} --help' lists the keys.")}");
    }

    private static string SuggestNearest(string key, IEnumerable<Setting> settings) =>
        NearestName.Find(key, settings.Select(static s => s.Key).Distinct(StringComparer.Ordinal)) is { } nearest ? $" Did you mean '{nearest}'?" : string.Empty;
}
