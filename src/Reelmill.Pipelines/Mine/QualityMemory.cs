using System.Text.Json;
using System.Text.Json.Serialization;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Vision.Quality;

namespace Reelmill.Pipelines.Mine;

/// <summary>
/// The limits that a library was last decided by. They belong to the library: mining more videos must not silently take
/// back what <c>decide</c> changed.
/// </summary>
internal static class QualityMemory
{
    private const string Key = "quality";

    public static async Task<QualityLimits> ReadAsync(SqliteCatalog catalog, CancellationToken cancellationToken) =>
        await catalog.SettingAsync(Key, cancellationToken).ConfigureAwait(false) is { } json
            ? JsonSerializer.Deserialize(json, QualityJson.Default.QualityLimits)!
            : new QualityLimits();

    public static Task WriteAsync(SqliteCatalog catalog, QualityLimits limits, CancellationToken cancellationToken) =>
        catalog.SetAsync(Key, JsonSerializer.Serialize(limits, QualityJson.Default.QualityLimits), cancellationToken);
}

/// <summary>Generated serialisation, which starts faster than reflection.</summary>
[JsonSerializable(typeof(QualityLimits))]
internal sealed partial class QualityJson : JsonSerializerContext;
