using System.Buffers;
using System.Text.Json;
using Reelmill.Core;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Manifest;

namespace Reelmill.Library.Export;

/// <summary>Exports kept frames as a WebDataset: a folder of tar shards that training code streams.</summary>
public static class WebDatasetExporter
{
    internal const string Prefix = "shard-";
    internal const string Suffix = ".tar";

    /// <summary>
    /// Writes <c>shard-000000.tar</c> and so on. A sample is <c>video-milliseconds.jpg</c> and <c>.json</c>, which has the
    /// manifest's record and all scores; samples are sorted by video and time. With a split, each has shards of its own:
    /// <c>shard-train-000000.tar</c>.
    /// </summary>
    /// <remarks>
    /// The same content gives the same bytes. The folder appears, or takes an older export's place, when it is complete.
    /// </remarks>
    /// <param name="catalog">The library.</param>
    /// <param name="folder">The folder to write; when it is there it may hold nothing but shards.</param>
    /// <param name="options">How it is cut; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the export; then what was there before stays.</param>
    /// <exception cref="LibraryException">
    /// <c>output_not_ours</c> (the folder holds something else), <c>artifact_missing</c>, or the catalog or the disk failed.
    /// </exception>
    public static Task<ExportResult> ExportAsync(
        SqliteCatalog catalog, string folder, WebDatasetOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new WebDatasetOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.SamplesPerShard, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BytesPerShard ?? 1, 1);
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        RefuseForeign(folder);
        return DiskArtifactStore.GuardAsync("Exporting to", folder, () => ReplaceAsync(catalog, folder, options, cancellationToken));
    }

    private static void RefuseForeign(string folder)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).All(IsShard)))
        {
            throw new LibraryException(
                "output_not_ours", $"Exporting to {folder}: it holds something other than shards, which the export would remove. Name another folder.");
        }
    }

    private static bool IsShard(string path)
    {
        var name = Path.GetFileName(path);
        if (!name.StartsWith(Prefix, StringComparison.Ordinal) || !name.EndsWith(Suffix, StringComparison.Ordinal) || name.Length <= Prefix.Length + Suffix.Length)
        {
            return false;
        }

        // With a split, its name stands before the number.
        var number = name[Prefix.Length..^Suffix.Length].Split('-')[^1];
        return number.Length > 0 && number.All(char.IsAsciiDigit);
    }

    private static async Task<ExportResult> ReplaceAsync(
        SqliteCatalog catalog, string folder, WebDatasetOptions options, CancellationToken cancellationToken)
    {
        var staged = Path.Combine(Path.GetDirectoryName(folder)!, $".{Path.GetFileName(folder)}.tmp");
        RefuseForeign(staged);
        Clear(staged);
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
        await foreach (var row in Entries.OfAsync(catalog, rows, cancellationToken).ConfigureAwait(false))
        {
            var frame = row.Entry.Frame;
            if (frame.Path is null)
            {
                skipped++;
                continue;
            }

            var image = await ReadAsync(catalog.Folder, frame, cancellationToken).ConfigureAwait(false);
            await shards.AddAsync(row.Split, $"{frame.Video}-{frame.TimeMs}", image, Json(row), cancellationToken).ConfigureAwait(false);
            frames++;
        }

        await shards.CompleteAsync().ConfigureAwait(false);
        return (frames, skipped);
    }

    private static byte[] Json(ExportRow row)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, FrameJson.Options);
        FrameJson.WriteExportRecord(json, row);
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static async Task<byte[]> ReadAsync(string library, FrameRecord frame, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(DiskArtifactStore.FullPath(library, frame.Path!), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or ArgumentException)
        {
            throw new LibraryException(
                "artifact_missing",
                $"Exporting the frame {frame.Video}/{frame.TimeMs}: its file '{frame.Path}' is not in the library. Run 'reelmill decide', which makes lost files again where their video is at hand.",
                e);
        }
    }

    private static void Clear(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
