using System.Globalization;
using Reelmill.Core;
using YamlDotNet.RepresentationModel;

namespace Reelmill.Vision.Models;

/// <summary>A mapping in a YAML file, with typed access and error messages that name the line.</summary>
/// <remarks>ADR 23 explains why nothing is deserialized into types.</remarks>
internal sealed class YamlMapping
{
    private readonly string _path;
    private readonly YamlMappingNode _node;

    /// <summary>Wraps a node; throws unless it is a mapping with known keys.</summary>
    /// <param name="path">The path for error messages.</param>
    /// <param name="node">The node.</param>
    /// <param name="keys">The allowed keys.</param>
    public YamlMapping(string path, YamlNode node, string[] keys)
    {
        _path = path;
        _node = node as YamlMappingNode ?? throw ModelsYaml.Invalid(path, node.Start.Line, "a mapping is expected here");
        foreach (var key in _node.Children.Keys)
        {
            if (!keys.Contains($"{key}", StringComparer.Ordinal))
            {
                var near = NearestName.Find($"{key}", keys) is { } nearest ? $"; did you mean '{nearest}'?" : string.Empty;
                throw ModelsYaml.Invalid(path, key.Start.Line, $"the key '{key}' is not known here{near}");
            }
        }
    }

    /// <summary>Returns the node of a key, or null.</summary>
    public YamlNode? FindNode(string key) => _node.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node : null;

    /// <summary>Returns a required string.</summary>
    public string GetText(string key) => GetTextOr(key, null) ?? throw Invalid(key, $"'{key}' is missing");

    /// <summary>Returns a string, or the fallback when the key is missing.</summary>
    public string? GetTextOr(string key, string? fallback) => FindNode(key) switch
    {
        null => fallback,
        YamlScalarNode { Value: { Length: > 0 } value } => value,
        _ => throw Invalid(key, $"'{key}' must be a string"),
    };

    /// <summary>Returns a number, or the fallback when the key is missing.</summary>
    public float GetNumberOr(string key, float fallback)
    {
        var text = GetTextOr(key, null);
        return text is null ? fallback : ParseNumber(key, text);
    }

    /// <summary>Returns a Boolean, or the fallback when the key is missing.</summary>
    public bool GetBooleanOr(string key, bool fallback) => GetTextOr(key, null) switch
    {
        null => fallback,
        "true" => true,
        "false" => false,
        _ => throw Invalid(key, $"'{key}' must be true or false"),
    };

    /// <summary>Returns a list of strings; empty when the key is missing.</summary>
    public IReadOnlyList<string> GetTexts(string key) =>
        [.. GetList(key).Select(n => n is YamlScalarNode { Value: { Length: > 0 } value } ? value : throw Invalid(key, $"'{key}' must be a list of strings"))];

    /// <summary>Returns one number or a list of numbers as an array; null when the key is missing.</summary>
    public float[]? GetNumbers(string key) => FindNode(key) switch
    {
        null => null,
        YamlScalarNode { Value: { } value } => [ParseNumber(key, value)],
        _ => [.. GetTexts(key).Select(t => ParseNumber(key, t))],
    };

    /// <summary>Returns the nodes of a list; empty when the key is missing.</summary>
    public IEnumerable<YamlNode> GetList(string key) => FindNode(key) switch
    {
        null => [],
        YamlSequenceNode list => list.Children,
        _ => throw Invalid(key, $"'{key}' must be a list"),
    };

    /// <summary>Returns a nested mapping; null when the key is missing.</summary>
    public YamlMapping? GetMapping(string key, string[] keys) => FindNode(key) is { } node ? new YamlMapping(_path, node, keys) : null;

    /// <summary>Creates the exception for an invalid key.</summary>
    public ModelException Invalid(string key, string message) => ModelsYaml.Invalid(_path, (FindNode(key) ?? _node).Start.Line, message);

    private float ParseNumber(string key, string text) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && float.IsFinite(number)
            ? number
            : throw Invalid(key, $"'{key}' must be a number, not '{text}'");
}
