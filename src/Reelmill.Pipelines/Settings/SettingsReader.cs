using Reelmill.Core;
using Reelmill.Core.Files;
using Reelmill.Vision.Models;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Reelmill.Pipelines.Settings;

/// <summary>Puts the layers of a configuration together: file, then options, then <c>--set</c>; a later one wins.</summary>
internal static class SettingsReader
{
    /// <summary>Takes values into a pipeline's options; a file may hold keys of other pipelines, which are theirs.</summary>
    /// <param name="known">The keys of all pipelines.</param>
    /// <param name="settings">The keys of the pipeline.</param>
    /// <param name="options">The options before.</param>
    /// <param name="file">What the file says.</param>
    /// <param name="given">What the command line says.</param>
    public static TOptions Apply<TOptions>(
        IReadOnlyList<PipelineSettings> known, PipelineSettings settings, TOptions options, IEnumerable<(string Key, string Value)> file, IEnumerable<(string Key, string Value)> given)
        where TOptions : PipelineOptions
    {
        // The last value of a key counts, so that a file's choice of sampling can be taken back on the command line. Of a
        // family, a later value may change an earlier one.
        var last = new OrderedDictionary<string, (Setting Setting, IEnumerable<string> Values)>(StringComparer.Ordinal);
        foreach (var (key, value) in file.Where(f => settings.Find(f.Key) is not null).Concat(given))
        {
            var setting = settings.Find(key) ?? throw Unknown(known, key, settings);
            last[key] = (setting, setting.IsMember && last.TryGetValue(key, out var before) ? before.Values.Append(value) : [value]);
        }

        return last.Values.Aggregate(options, static (all, one) => one.Values.Aggregate(all, (o, value) => (TOptions)one.Setting.Take(o, value)));
    }

    /// <summary>Refuses a key that no pipeline has; an alias becomes the key that it sets.</summary>
    public static (string Key, string Value) Require(IReadOnlyList<PipelineSettings> known, (string Key, string Value) setting) =>
        SettingAliases.KeyOf(setting.Key) is var key && known.Any(p => p.Find(key) is not null)
            ? (key, setting.Value)
            : throw new UsageException($"There is no setting '{setting.Key}'.{NearestOf(setting.Key, known.SelectMany(static p => p.All))}");

    /// <summary>Reads <c>key=value</c>.</summary>
    public static (string Key, string Value) ReadPair(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? (text[..equals].Trim(), text[(equals + 1)..].Trim())
            : throw new UsageException($"--set takes key=value, such as quality.min-sharpness=80, not '{text}'.");
    }

    /// <summary>Reads a YAML file; levels become dots.</summary>
    /// <exception cref="UsageException">It cannot be read, or has a key that no pipeline has, or one twice; the message names file and line.</exception>
    /// <param name="known">The keys of all pipelines.</param>
    /// <param name="path">The file.</param>
    /// <param name="note">Told which key each alias sets; nobody when null.</param>
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
                var key = SettingAliases.KeyOf(name);
                if (key != name)
                {
                    note?.Invoke($"{path}, line {value.Start.Line}: '{name}' sets '{key}'.");
                }

                if (!known.Any(p => p.Find(key) is not null))
                {
                    throw Refused(value, $"there is no setting '{key}'.{NearestOf(key, known.SelectMany(static p => p.All))}");
                }

                if (!values.TryAdd(key, value.Value ?? string.Empty))
                {
                    throw Refused(value, $"'{key}' was set above. Keep one of them.");
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
            : throw Refused(child.Key, "a key must be a text.")),
        _ => throw Refused(node, $"'{prefix}' must be a value or a group of keys."),
    };

    private static YamlException Refused(YamlNode node, string why) => new(node.Start, node.End, why);

    private static UsageException Unknown(IReadOnlyList<PipelineSettings> known, string key, PipelineSettings settings)
    {
        if (known.FirstOrDefault(p => p.Find(key) is not null) is { } other)
        {
            return new UsageException($"The setting '{key}' is one of '{other.Pipeline}', not of '{settings.Pipeline}'.");
        }

        var near = NearestOf(key, settings.All);
        return new UsageException($"There is no setting '{key}'.{(near.Length > 0 ? near : $" 'reelmill {settings.Pipeline} --help' lists the keys.")}");
    }

    private static string NearestOf(string key, IEnumerable<Setting> settings) =>
        NearestName.Find(key, settings.Select(static s => s.Key).Distinct(StringComparer.Ordinal)) is { } nearest ? $" Did you mean '{nearest}'?" : string.Empty;
}
