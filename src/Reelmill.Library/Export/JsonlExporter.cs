using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Files;
using Reelmill.Library.Manifest;

namespace Reelmill.Library.Export;

/// <summary>Exports frames as JSON Lines: the manifest's keys, then all scores.</summary>
public static class JsonlExporter
{
    /// <summary>Writes one line for each frame, sorted by video and time. Replaces an existing file atomically.</summary>
    /// <param name="catalog">The catalog of the library.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="options">Selects the rows; null for all frames, without a split.</param>
    /// <param name="cancellationToken">Stops the export; an existing file stays unchanged.</param>
    /// <exception cref="LibraryException">The catalog or the disk failed, or <c>output_in_use</c>.</exception>
    public static async Task<ExportResult> ExportAsync(
        SqliteCatalog catalog, string path, TableOptions? options = null, CancellationToken cancellationToken = default)
    {
        var frames = 0L;
        await AtomicFile.WriteAsync(
            path,
            async (stream, token) => frames = await JsonLines.WriteAsync(
                stream, ExportRows.ReadAsync(catalog, options ?? new TableOptions(), token), FrameJson.WriteExportRecord, token).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
        return new ExportResult(frames, [Path.GetFullPath(path)]);
    }
}
