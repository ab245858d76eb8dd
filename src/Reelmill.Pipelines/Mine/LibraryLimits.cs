using System.Text.Json;
using System.Text.Json.Serialization;
using Reelmill.Core;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Vision.Quality;

namespace Reelmill.Pipelines.Mine;

/// <summary>
/// The limits and rules that decide on the frames of a library. They are stored in the library: mining more videos must not
/// silently revert what <c>decide</c> changed.
/// </summary>
/// <param name="Quality">The quality limits.</param>
/// <param name="Rules">The custom rules.</param>
/// <param name="Detection">The detection limits.</param>
internal sealed record LibraryLimits(QualityLimits Quality, FrameRules Rules, DetectionLimits Detection)
{
    private const string QualityKey = "quality";
    private const string RulesKey = "rules";
    private const string DetectionKey = "detection";

    /// <summary>Reads the limits of the library's last decision; the defaults for a new library.</summary>
    public static async Task<LibraryLimits> ReadAsync(SqliteCatalog catalog, CancellationToken cancellationToken) => new(
        await catalog.SettingAsync(QualityKey, cancellationToken).ConfigureAwait(false) is { } quality ? JsonSerializer.Deserialize(quality, LimitsJson.Default.QualityLimits)! : new(),
        [.. await catalog.SettingAsync(RulesKey, cancellationToken).ConfigureAwait(false) is { } rules
            ? JsonSerializer.Deserialize(rules, LimitsJson.Default.SortedDictionaryStringString)!.Select(static r => FrameRule.FromStored(r.Key, r.Value))
            : []],
        await catalog.SettingAsync(DetectionKey, cancellationToken).ConfigureAwait(false) is { } detection ? JsonSerializer.Deserialize(detection, DetectionJson.Default.DetectionLimits)! : new());

    /// <summary>Applies the changes of a run's options to the limits.</summary>
    /// <exception cref="PipelineException"><c>unknown_rule</c>: a threshold is given for a rule that the library lacks.</exception>
    public LibraryLimits With(MineOptions options) => new(options.Quality.Over(Quality), options.Rules.Over(Rules), options.Detect?.Limits ?? Detection);

    public async Task WriteAsync(SqliteCatalog catalog, CancellationToken cancellationToken)
    {
        await catalog.SetAsync(QualityKey, JsonSerializer.Serialize(Quality, LimitsJson.Default.QualityLimits), cancellationToken).ConfigureAwait(false);
        await catalog.SetAsync(DetectionKey, Detection.Text, cancellationToken).ConfigureAwait(false);
        if (Rules.Count > 0 || await catalog.SettingAsync(RulesKey, cancellationToken).ConfigureAwait(false) is not null)
        {
            var rules = new SortedDictionary<string, string>(Rules.ToDictionary(static r => r.Name, static r => r.ToString(), StringComparer.Ordinal), StringComparer.Ordinal);
            await catalog.SetAsync(RulesKey, JsonSerializer.Serialize(rules, LimitsJson.Default.SortedDictionaryStringString), cancellationToken).ConfigureAwait(false);
        }
    }
}

/// <summary>Source-generated serialization, which starts faster than reflection.</summary>
[JsonSerializable(typeof(QualityLimits))]
[JsonSerializable(typeof(SortedDictionary<string, string>))]
internal sealed partial class LimitsJson : JsonSerializerContext;
