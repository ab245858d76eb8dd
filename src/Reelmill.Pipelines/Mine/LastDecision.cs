using System.Text.Json;
using System.Text.Json.Serialization;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Vision.Quality;

namespace Reelmill.Pipelines.Mine;

/// <summary>What the last change of limits did, so that it can be undone.</summary>
/// <param name="Before">The limits before it.</param>
/// <param name="After">The limits since.</param>
/// <param name="NewlyKept">Frames that it kept and that were dropped.</param>
/// <param name="NewlyDropped">Frames that it dropped and that were kept.</param>
/// <param name="Restored">Kept frames whose files were made again from an original.</param>
/// <param name="Missing">Kept frames whose files could not be made.</param>
internal sealed record LastDecision(QualityLimits Before, QualityLimits After, long NewlyKept, long NewlyDropped, long Restored, long Missing)
{
    private const string Key = "quality.last";

    /// <summary>What a decision changed; null when it was by the same limits. Rules are not undone with limits: where they changed, there is nothing to undo.</summary>
    public static LastDecision? Of(LibraryLimits before, LibraryLimits after, DecideSummary summary) => before.Quality == after.Quality && before.Rules.Equals(after.Rules)
        ? null
        : new(before.Rules.Equals(after.Rules) ? before.Quality : after.Quality, after.Quality, summary.NewlyKept, summary.NewlyDropped, summary.Restored, summary.Missing.Count);

    /// <summary>Reads it; null when the limits have never changed.</summary>
    public static async Task<LastDecision?> ReadAsync(SqliteCatalog catalog, CancellationToken cancellationToken) =>
        await catalog.SettingAsync(Key, cancellationToken).ConfigureAwait(false) is { } json
            ? JsonSerializer.Deserialize(json, LastDecisionJson.Default.LastDecision)
            : null;

    /// <summary>Writes it down.</summary>
    public Task WriteAsync(SqliteCatalog catalog, CancellationToken cancellationToken) =>
        catalog.SetAsync(Key, JsonSerializer.Serialize(this, LastDecisionJson.Default.LastDecision), cancellationToken);
}

/// <summary>Generated serialization, which starts faster than reflection.</summary>
[JsonSerializable(typeof(LastDecision))]
internal sealed partial class LastDecisionJson : JsonSerializerContext;
