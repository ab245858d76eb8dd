using System.Buffers;
using System.Text.Json;
using Reelmill.Core;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Files;
using Reelmill.Library.Manifest;

namespace Reelmill.Library.Export;

/// <summary>Exports kept frames as a WebDataset, a folder of tar shards for training code that streams its data.</summary>
public static class WebDatasetExporter
{
    internal const string Prefix = "shard-";
    internal const string Suffix = ".tar";

    /// <summary>
    /// Writes <c>shard-000000.tar</c> and so on. A sample is <c>video-milliseconds.jpg</c> with a <c>.json</c> of the
    /// manifest's record and all scores. Samples are sorted by video and time. With a split plan, each split has its own
    /// shards, such as <c>shard-train-000000.tar</c>.
    /// </summary>
    /// <remarks>
    /// The same content gives the same bytes. The folder appears, or replaces an older export, only when it is complete.
    /// </remarks>
    /// <param name="catalog">The catalog of the library.</param>
    /// <param name="folder">The folder to write. An existing folder may contain only shards.</param>
    /// <param name="options">The limits of a shard and the split plan; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the export; an existing folder stays unchanged.</param>
    /// <exception cref="LibraryException">
    /// <c>output_not_ours</c> (the folder contains other files), <c>artifact_missing</c>, or the catalog or the disk failed.
    /// </exception>
    public static Task<ExportResult> ExportAsync(
        SqliteCatalog catalog, string folder, WebDatasetOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new WebDatasetOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.SamplesPerShard, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BytesPerShard ?? 1, 1);
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        RequireOnlyShards(folder);
        return DiskErrors.GuardAsync("Exporting to", folder, () => ReplaceAsync(catalog, folder, options, cancellationToken));
    }

    private static void RequireOnlyShards(string folder)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).All(IsShard)))
        {
            throw new LibraryException(
                "output_not_ours", $"Exporting to {folder}: the folder contains files other than shards, which the export would delete. Choose another folder.");
        }
    }

    private static bool IsShard(string path)
    {
        var name = Path.GetFileName(path);
        if (!name.StartsWith(Prefix, StringComparison.Ordinal) || !name.EndsWith(Suffix, StringComparison.Ordinal) || name.Length <= Prefix.Length + Suffix.Length)
        {
            return false;
        }

        // With a split plan, the split's name precedes the number.
        var number = name[Prefix.Length..^Suffix.Length].Split('-')[^1];
        return number.Length > 0 && number.All(char.IsAsciiDigit);
    }

    private static async Task<ExportResult> ReplaceAsync(
        SqliteCatalog catalog, string folder, WebDatasetOptions options, CancellationToken cancellationToken)
    {
        var staged = Path.Combine(Path.GetDirectoryName(folder)!, $".{Path.GetFileName(folder)}.tmp");
        RequireOnlyShards(staged);
        DeleteFolder(staged);
        Directory.CreateDirectory(staged);
        try
        {
            var shards = new ShardSet(staged, options);
            await using var closed = shards.ConfigureAwait(false);
            var (frames, skipped) = await WriteAsync(catalog, shards, options, cancellationToken).ConfigureAwait(false);
            NativeFile.Flush(staged);
            FolderSwap.Install(staged, folder);
            return new ExportResult(frames, [.. shards.Files.Select(name => Path.Combine(folder, name))], skipped);
        }
        finally
        {
            CleanUp.RemoveFolder(staged);
        }
    }

    private static async Task<(long Frames, long Skipped)> WriteAsync(
        SqliteCatalog catalog, ShardSet shards, WebDatasetOptions options, CancellationToken cancellationToken)
    {
        var (frames, skipped) = (0L, 0L);
        var rows = new TableOptions { KeptOnly = true, Split = options.Split };
        await foreach (var row in ExportRows.ReadAsync(catalog, rows, cancellationToken).ConfigureAwait(false))
        {
            var frame = row.Entry.Frame;
            if (frame.Path is null)
            {
                skipped++;
                continue;
            }

            var image = await ReadImageAsync(catalog.Folder, frame, cancellationToken).ConfigureAwait(false);
            await shards.AddAsync(row.Split, $"{frame.Video}-{frame.TimeMs}", image, ToJson(row), cancellationToken).ConfigureAwait(false);
            frames++;
        }

        await shards.CompleteAsync().ConfigureAwait(false);
        return (frames, skipped);
    }

    private static byte[] ToJson(ExportRow row)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, ReadableJson.Options);
        FrameJson.WriteExportRecord(json, row);
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static async Task<byte[]> ReadImageAsync(string library, FrameRecord frame, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(DiskArtifactStore.FullPath(library, frame.Path!), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or ArgumentException)
        {
            throw new LibraryException(
                "artifact_missing",
                $"Exporting the frame {frame.Video}/{frame.TimeMs}: the file '{frame.Path}' is missing from the library. Run 'reelmill decide' to restore missing files whose video is available.",
                e);
        }
    }

    private static void DeleteFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
