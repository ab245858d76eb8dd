using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Reelmill.Pipelines.Items;

/// <summary>Everything but the content that decides which bytes a pipeline makes: its options and its tools, as texts.</summary>
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

    /// <summary>The recipe as JSON: an object of texts, keys in order.</summary>
    public string Json { get; }

    public string this[string key] => _values[key];

    /// <summary>A value that is there only when it was given.</summary>
    public string? Find(string key) => _values.GetValueOrDefault(key);

    /// <summary>The same with more values.</summary>
    public Recipe With(IEnumerable<KeyValuePair<string, string>> more) => new(_values.Concat(more));

    public static Recipe Parse(string json) =>
        new(JsonSerializer.Deserialize(json, RecipeJson.Default.SortedDictionaryStringString)!);

    /// <summary>What one content becomes by this recipe: equal fingerprints, equal bytes.</summary>
    public string FingerprintOf(string content) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{content}\n{Json}")))[..32];

    /// <summary>What differs, as <c>every 1000ms -> 2000ms</c>; empty when nothing does.</summary>
    public string ChangeFrom(string? before)
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
