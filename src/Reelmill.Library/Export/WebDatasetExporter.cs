using System.Buffers;
using System.Globalization;
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
    private const string Prefix = "shard-";
    private const string Suffix = ".tar";

    /// <summary>
    /// Writes <c>shard-000000.tar</c> and so on. A sample is <c>video-milliseconds.jpg</c> and <c>.json</c>, which has the
    /// manifest's record and all scores; samples are sorted by video and time.
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
        return name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal)
            && name.Length > Prefix.Length + Suffix.Length && name[Prefix.Length..^Suffix.Length].All(char.IsAsciiDigit);
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
            var (frames, skipped, files) = await WriteAsync(catalog, staged, options, cancellationToken).ConfigureAwait(false);
            NativeFile.Flush(staged);
            FolderSwap.Put(staged, folder);
            return new ExportResult(frames, [.. files.Select(f => Path.Combine(folder, Path.GetFileName(f)))], skipped);
        }
        finally
        {
            CleanUp.RemoveFolder(staged);
        }
    }

    private static async Task<(long Frames, long Skipped, List<string> Files)> WriteAsync(
        SqliteCatalog catalog, string staged, WebDatasetOptions options, CancellationToken cancellationToken)
    {
        var files = new List<string>();
        var (frames, skipped) = (0L, 0L);
        TarShard? shard = null;
        try
        {
            await foreach (var entry in Entries.OfAsync(catalog, keptOnly: true, cancellationToken).ConfigureAwait(false))
            {
                if (entry.Frame.Path is null)
                {
                    skipped++;
                    continue;
                }

                var image = await ReadAsync(catalog.Folder, entry.Frame, cancellationToken).ConfigureAwait(false);
                var json = Json(entry);
                if (shard is not null && IsFull(shard, image.Length + json.Length, options))
                {
                    await shard.DisposeAsync().ConfigureAwait(false);
                    shard = null;
                }

                shard ??= Next(staged, files);
                await shard.AddAsync($"{entry.Frame.Video}-{entry.Frame.TimeMs}", image, json, cancellationToken).ConfigureAwait(false);
                frames++;
            }
        }
        catch when (shard is not null)
        {
            await CleanUp.QuietlyAsync(shard.DisposeAsync).ConfigureAwait(false);
            throw;
        }

        if (shard is not null)
        {
            await shard.DisposeAsync().ConfigureAwait(false);
        }

        return (frames, skipped, files);
    }

    private static TarShard Next(string staged, List<string> files)
    {
        var number = files.Count.ToString("d6", CultureInfo.InvariantCulture);
        var shard = new TarShard(Path.Combine(staged, $"{Prefix}{number}{Suffix}"));
        files.Add(shard.Path);
        return shard;
    }

    private static bool IsFull(TarShard shard, long more, WebDatasetOptions options) =>
        shard.Samples >= options.SamplesPerShard || shard.Bytes + more > (options.BytesPerShard ?? long.MaxValue);

    private static byte[] Json(FrameEntry entry)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, FrameJson.Options);
        FrameJson.WriteFullRecord(json, entry);
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
