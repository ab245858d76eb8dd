using Parquet;
using Parquet.Schema;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Files;

namespace Reelmill.Library.Export;

/// <summary>Exports frames as an Apache Parquet file, compressed with Snappy.</summary>
public static class ParquetExporter
{
    /// <summary>The number of rows in a row group: large enough to compress well, small enough to buffer (about 20 MB of values).</summary>
    internal const int RowsPerGroup = 50_000;

    /// <summary>Writes one row for each frame, sorted by video and time. Replaces an existing file atomically.</summary>
    /// <remarks>The columns of <see cref="CsvExporter"/> come first, then the input's metadata, then the split.</remarks>
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
        var columns = ParquetColumns.Create(options.Split is not null);
        var schema = new ParquetSchema(columns.Select(static c => c.Field));
        var writer = await ParquetWriter.CreateAsync(schema, stream, cancellationToken: cancellationToken).ConfigureAwait(false);
        await using var closed = writer.ConfigureAwait(false);
        var rows = 0L;
        await foreach (var row in ExportRows.ReadAsync(catalog, options, cancellationToken).ConfigureAwait(false))
        {
            foreach (var column in columns)
            {
                column.Add(row);
            }

            if (++rows % RowsPerGroup == 0)
            {
                await WriteGroupAsync(writer, columns, cancellationToken).ConfigureAwait(false);
            }
        }

        if (rows % RowsPerGroup > 0)
        {
            await WriteGroupAsync(writer, columns, cancellationToken).ConfigureAwait(false);
        }

        return rows;
    }

    private static async Task WriteGroupAsync(ParquetWriter writer, ParquetColumn[] columns, CancellationToken cancellationToken)
    {
        using var group = writer.CreateRowGroup();
        foreach (var column in columns)
        {
            await column.WriteAsync(group, cancellationToken).ConfigureAwait(false);
        }
    }
}
