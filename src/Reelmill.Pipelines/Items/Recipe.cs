using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Reelmill.Pipelines.Items;

/// <summary>The options and tool versions that, with the content, determine a pipeline's output bytes. All values are strings.</summary>
internal sealed class Recipe
{
    private readonly SortedDictionary<string, string> _values;

    public Recipe(IEnumerable<KeyValuePair<string, string>> values)
    {
        _values = new(StringComparer.Ordinal);
        foreach (var (key, value) in values)
        {
            _values.Add(key, value);
        }

        Json = JsonSerializer.Serialize(_values, RecipeJson.Default.SortedDictionaryStringString);
    }

    /// <summary>The recipe as JSON: an object of strings, sorted by key.</summary>
    public string Json { get; }

    public string this[string key] => _values[key];

    /// <summary>Returns an optional value; null when the recipe lacks the key.</summary>
    public string? Find(string key) => _values.GetValueOrDefault(key);

    /// <summary>Returns the recipe with more values.</summary>
    public Recipe With(IEnumerable<KeyValuePair<string, string>> more) => new(_values.Concat(more));

    public static Recipe Parse(string json) =>
        new(JsonSerializer.Deserialize(json, RecipeJson.Default.SortedDictionaryStringString)!);

    /// <summary>Computes the fingerprint of a content processed by this recipe: equal fingerprints, equal output bytes.</summary>
    public string ComputeFingerprint(string content) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{content}\n{Json}")))[..32];

    /// <summary>Describes the difference from an earlier recipe, such as <c>every 1000ms -> 2000ms</c>; empty when there is none.</summary>
    public string DescribeChange(string? before)
    {
        if (before is null)
        {
            return "unknown options";
        }

        var old = Parse(before)._values;
        return string.Join(", ", _values.Keys.Union(old.Keys, StringComparer.Ordinal)
            .Where(key => old.GetValueOrDefault(key) != _values.GetValueOrDefault(key))
            .Select(key => $"{key} {old.GetValueOrDefault(key, "-")} -> {_values.GetValueOrDefault(key, "-")}".ReplaceLineEndings(" + ")));
    }
}
