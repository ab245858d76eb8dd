using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Manifest;

namespace Reelmill.Library.Export;

/// <summary>Exports frames as lines of JSON: the manifest's keys, then all scores.</summary>
public static class JsonlExporter
{
    /// <summary>Writes one line a frame, by video and time, in one step: the old file or the new one is there.</summary>
    /// <param name="catalog">The library.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="options">Which rows; null for all frames without a split.</param>
    /// <param name="cancellationToken">Stops the export; then the old file stays.</param>
    /// <exception cref="LibraryException">The catalog or the disk failed, or <c>output_in_use</c>.</exception>
    public static async Task<ExportResult> ExportAsync(
        SqliteCatalog catalog, string path, TableOptions? options = null, CancellationToken cancellationToken = default)
    {
        var frames = 0L;
        await AtomicFile.WriteAsync(
            path,
            async (stream, token) => frames = await JsonLines.WriteAsync(
                stream, Entries.OfAsync(catalog, options ?? new TableOptions(), token), FrameJson.WriteExportRecord, token).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
        return new ExportResult(frames, [Path.GetFullPath(path)]);
    }
}
