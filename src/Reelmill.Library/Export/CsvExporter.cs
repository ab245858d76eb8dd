using System.Text;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Files;

namespace Reelmill.Library.Export;

/// <summary>Exports frames as comma-separated values (RFC 4180, UTF-8 without a byte order mark) with a header.</summary>
public static class CsvExporter
{
    private const int FlushThreshold = 64 * 1024;

    /// <summary>Writes one row for each frame, sorted by video and time. Replaces an existing file atomically.</summary>
    /// <remarks>The manifest's columns come first, then all scores, then detections and values as JSON. Null values are empty fields.</remarks>
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
            async (stream, token) => frames = await WriteAsync(stream, catalog, options ?? new TableOptions(), token).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
        return new ExportResult(frames, [Path.GetFullPath(path)]);
    }

    private static async Task<long> WriteAsync(Stream stream, SqliteCatalog catalog, TableOptions options, CancellationToken cancellationToken)
    {
        var text = new StringBuilder(FrameCsvRow.GetHeader(options.Split is not null)).Append("\r\n");
        var rows = 0L;
        await foreach (var row in ExportRows.ReadAsync(catalog, options, cancellationToken).ConfigureAwait(false))
        {
            FrameCsvRow.Append(text, row.Entry, row.Split);
            rows++;
            if (text.Length >= FlushThreshold)
            {
                await stream.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken).ConfigureAwait(false);
                text.Clear();
            }
        }

        await stream.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken).ConfigureAwait(false);
        return rows;
    }
}
