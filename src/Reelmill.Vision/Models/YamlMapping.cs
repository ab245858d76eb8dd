using System.Globalization;
using Reelmill.Core;
using YamlDotNet.RepresentationModel;

namespace Reelmill.Vision.Models;

/// <summary>A group of keys in a YAML file, read with messages that name the line.</summary>
/// <remarks>ADR 23 says why nothing is deserialized into types.</remarks>
internal sealed class YamlGroup
{
    private readonly string _path;
    private readonly YamlMappingNode _node;

    /// <summary>Takes a node that must be a group.</summary>
    /// <param name="path">What messages call the file.</param>
    /// <param name="node">The node.</param>
    /// <param name="keys">The keys that it may have.</param>
    public YamlGroup(string path, YamlNode node, string[] keys)
    {
        _path = path;
        _node = node as YamlMappingNode ?? throw ModelsYaml.Invalid(path, node.Start.Line, "a group of keys must stand here");
        foreach (var key in _node.Children.Keys)
        {
            if (!keys.Contains($"{key}", StringComparer.Ordinal))
            {
                var near = NearestName.Of($"{key}", keys) is { } nearest ? $"; did you mean '{nearest}'?" : string.Empty;
                throw ModelsYaml.Invalid(path, key.Start.Line, $"there is no key '{key}' here{near}");
            }
        }
    }

    /// <summary>The node of a key, or null.</summary>
    public YamlNode? Node(string key) => _node.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node : null;

    /// <summary>A text that must be there.</summary>
    public string Text(string key) => TextOr(key, null) ?? throw Invalid(key, $"'{key}' is missing");

    /// <summary>A text, or what stands for it when it is not there.</summary>
    public string? TextOr(string key, string? otherwise) => Node(key) switch
    {
        null => otherwise,
        YamlScalarNode { Value: { Length: > 0 } value } => value,
        _ => throw Invalid(key, $"'{key}' must be a text"),
    };

    /// <summary>A number, or what stands for it when it is not there.</summary>
    public float NumberOr(string key, float otherwise)
    {
        var text = TextOr(key, null);
        return text is null ? otherwise : Number(key, text);
    }

    /// <summary>True or false, or what stands for it when it is not there.</summary>
    public bool FlagOr(string key, bool otherwise) => TextOr(key, null) switch
    {
        null => otherwise,
        "true" => true,
        "false" => false,
        _ => throw Invalid(key, $"'{key}' must be true or false"),
    };

    /// <summary>A list of texts; empty when it is not there.</summary>
    public IReadOnlyList<string> Texts(string key) =>
        [.. List(key).Select(n => n is YamlScalarNode { Value: { Length: > 0 } value } ? value : throw Invalid(key, $"'{key}' must be a list of texts"))];

    /// <summary>A list of numbers, or null when it is not there.</summary>
    public float[]? Numbers(string key) => Node(key) switch
    {
        null => null,
        YamlScalarNode { Value: { } value } => [Number(key, value)],
        _ => [.. Texts(key).Select(t => Number(key, t))],
    };

    /// <summary>The nodes of a list; empty when it is not there.</summary>
    public IEnumerable<YamlNode> List(string key) => Node(key) switch
    {
        null => [],
        YamlSequenceNode list => list.Children,
        _ => throw Invalid(key, $"'{key}' must be a list"),
    };

    /// <summary>A group inside this one, or null.</summary>
    public YamlGroup? Group(string key, string[] keys) => Node(key) is { } node ? new YamlGroup(_path, node, keys) : null;

    /// <summary>What is wrong with a key.</summary>
    public ModelException Invalid(string key, string message) => ModelsYaml.Invalid(_path, (Node(key) ?? _node).Start.Line, message);

    private float Number(string key, string text) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && float.IsFinite(number)
            ? number
            : throw Invalid(key, $"'{key}' must be a number, not '{text}'");
}
