using System.Text.Json;
using System.Text.Json.Serialization;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Vision.Quality;

namespace Reelmill.Pipelines.Mine;

/// <summary>The last change of limits and its effect, stored so that it can be undone.</summary>
/// <param name="Before">The limits before the change.</param>
/// <param name="After">The limits after the change.</param>
/// <param name="NewlyKept">The number of frames that were dropped and became kept.</param>
/// <param name="NewlyDropped">The number of frames that were kept and became dropped.</param>
/// <param name="Restored">The number of kept frames whose files were restored from a source file.</param>
/// <param name="Missing">The number of kept frames whose files could not be restored.</param>
internal sealed record LastDecision(QualityLimits Before, QualityLimits After, long NewlyKept, long NewlyDropped, long Restored, long Missing)
{
    private const string Key = "quality.last";

    /// <summary>Creates the record of a decision; null when the limits did not change. Undo does not cover rules: where they changed, both limits are the new ones, so that there is nothing to undo.</summary>
    public static LastDecision? Create(LibraryLimits before, LibraryLimits after, DecideSummary summary) => before.Quality == after.Quality && before.Rules.Equals(after.Rules)
        ? null
        : new(before.Rules.Equals(after.Rules) ? before.Quality : after.Quality, after.Quality, summary.NewlyKept, summary.NewlyDropped, summary.Restored, summary.Missing.Count);

    /// <summary>Reads the last change from the catalog; null when the limits have never changed.</summary>
    public static async Task<LastDecision?> ReadAsync(SqliteCatalog catalog, CancellationToken cancellationToken) =>
        await catalog.SettingAsync(Key, cancellationToken).ConfigureAwait(false) is { } json
            ? JsonSerializer.Deserialize(json, LastDecisionJson.Default.LastDecision)
            : null;

    /// <summary>Writes the change to the catalog.</summary>
    public Task WriteAsync(SqliteCatalog catalog, CancellationToken cancellationToken) =>
        catalog.SetAsync(Key, JsonSerializer.Serialize(this, LastDecisionJson.Default.LastDecision), cancellationToken);
}

/// <summary>Source-generated serialization, which starts faster than reflection.</summary>
[JsonSerializable(typeof(LastDecision))]
internal sealed partial class LastDecisionJson : JsonSerializerContext;
