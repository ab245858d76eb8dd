using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Ownership;
using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Library.Repair;

/// <summary>Restores catalog rows from the library's files: the manifest, frames, streams, chunks and uploads.</summary>
/// <param name="library">The library's folder.</param>
/// <param name="connection">The catalog.</param>
/// <param name="hasAllFiles">Whether the catalog already lists every file and chunk of the items that it has.</param>
/// <param name="now">The time of the repair, in Unix milliseconds.</param>
internal sealed class CatalogRebuild(string library, SqliteConnection connection, bool hasAllFiles, long now)
{
    private const string Mine = "mine";
    private const string Hls = "hls";
    private const string Chunk = "chunk";
    private const int ContentDigits = 20;
    private const int UploadDigits = 24;

    private readonly Dictionary<string, string> _sources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _relocated = new(StringComparer.Ordinal);

    /// <summary>The numbers of frames, streams and chunks restored so far.</summary>
    public (long Frames, long Streams, long Chunks) Restored { get; private set; }

    /// <summary>Adds the missing rows; rows that the catalog has stay as they are.</summary>
    public void Run(CancellationToken cancellationToken)
    {
        ReadManifest();
        foreach (var id in ListIds(LibraryLayout.Frames))
        {
            cancellationToken.ThrowIfCancellationRequested();
            AddFrames(id);
        }

        foreach (var id in ListIds(LibraryLayout.Hls))
        {
            cancellationToken.ThrowIfCancellationRequested();
            AddStream(id);
        }

        foreach (var id in ListIds(LibraryLayout.Chunks))
        {
            cancellationToken.ThrowIfCancellationRequested();
            AddChunks(id);
        }

        AddUploads(cancellationToken);
    }

    private int AddItem(string pipeline, string source, string video) =>
        RestoredTable.AddItem(connection, ItemId.Compute(pipeline, LibraryLayout.ToLibraryPath(library, source)), pipeline, source, video, now);

    private void ReadManifest()
    {
        var path = Path.Combine(library, LibraryLayout.Manifest);
        foreach (var line in File.Exists(path) ? File.ReadLines(path) : [])
        {
            if (RestoredFrame.Parse(line) is not { } found)
            {
                continue;
            }

            var frame = found.Frame;
            var source = Relocate(found.Source);
            _sources[frame.Video] = source;
            if (RestoredTable.HasItem(connection, Mine, frame.Video) || AddItem(Mine, source, frame.Video) > 0)
            {
                AddFrame(frame);
            }
        }
    }

    /// <summary>Adds a frame, with its file if there is one. A dropped frame may still have a file, which the manifest does not name.</summary>
    private void AddFrame(FrameRecord frame)
    {
        var path = frame.Path ?? $"{LibraryLayout.Frames}/{frame.Video}/{LibraryLayout.FrameName(frame.TimeMs)}";
        if (File.Exists(Path.Combine(library, path)))
        {
            var file = DescribeFile(path);
            var (width, height) = JpegSize.Read(Path.Combine(library, path));
            frame = frame with { Width = width, Height = height, Path = path, Sha256 = frame.Sha256 ?? file.Sha256, Bytes = file.Bytes };
        }

        Restored = Restored with { Frames = Restored.Frames + RestoredTable.AddFrame(connection, frame) };
    }

    /// <summary>Adds frames that are on disk and not in the manifest, because a run died before it wrote one.</summary>
    private void AddFrames(string id)
    {
        foreach (var name in ListNames(LibraryLayout.Frames, id).Where(ArtifactPattern.IsFrame))
        {
            var time = long.Parse(Path.GetFileNameWithoutExtension(name), CultureInfo.InvariantCulture);
            if (connection.Number("SELECT count(*) FROM frames WHERE video = $video AND time_ms = $time", ("$video", id), ("$time", time)) > 0)
            {
                continue;
            }

            if (!RestoredTable.HasItem(connection, Mine, id))
            {
                AddItem(Mine, FindSource(id), id);
            }

            var file = DescribeFile($"{LibraryLayout.Frames}/{id}/{name}");
            AddFrame(RestoredFrame.FromFile(id, time, file));
        }
    }

    private void AddStream(string id)
    {
        var names = ListNames(LibraryLayout.Hls, id);
        var hasItem = RestoredTable.HasItem(connection, Hls, id);
        if (!names.Contains("master.m3u8", StringComparer.Ordinal) || (hasItem && hasAllFiles))
        {
            return;
        }

        if (!hasItem)
        {
            AddItem(Hls, FindSource(id), id);
            Restored = Restored with { Streams = Restored.Streams + 1 };
        }

        foreach (var name in names.Where(static n => Path.GetExtension(n) is ".m3u8" or ".m4s" or ".mp4" or ".ts" or ".vtt" or ".jpg"))
        {
            RestoredTable.AddFile(connection, Hls, id, DescribeFile($"{LibraryLayout.Hls}/{id}/{name}"));
        }
    }

    private void AddChunks(string id)
    {
        var path = Path.Combine(library, LibraryLayout.Chunks, id, "manifest.json");
        if (!File.Exists(path))
        {
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var chunks = document.RootElement.GetProperty("segments").EnumerateArray().ToArray();
            var source = Relocate(document.RootElement.GetProperty("source").GetString()!);
            var sha256 = document.RootElement.GetProperty("source_sha256").GetString()!;
            var isVerified = ItemId.Compute(Chunk, LibraryLayout.ToLibraryPath(library, source)) == id || chunks.Any(c => MatchesManifest(id, c));
            if (!isVerified || (RestoredTable.AddItem(connection, id, Chunk, source, sha256[..ContentDigits], now) == 0 && hasAllFiles))
            {
                return;
            }

            foreach (var chunk in chunks)
            {
                var added = RestoredTable.AddChunk(connection, id, chunk.GetProperty("sequence").GetInt32(), chunk.GetRawText());
                Restored = Restored with { Chunks = Restored.Chunks + added };
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            // An unreadable manifest restores nothing. The folder then counts as unknown and moves to lost+found.
        }
    }

    /// <summary>Whether a chunk's file has the hash in the manifest. It identifies the folder where the source cannot: a manifest omits the secrets of a URL, and the item's id covers them.</summary>
    private bool MatchesManifest(string id, JsonElement chunk) =>
        chunk.TryGetProperty("file", out var file) && chunk.TryGetProperty("sha256", out var sha256)
        && Path.Combine(library, LibraryLayout.Chunks, id, Path.GetFileName(file.GetString()!)) is var path && File.Exists(path)
        && HashFile(path) == sha256.GetString();

    /// <summary>Maps a source to its current path: a moved or copied library keeps uploads and downloads at the same relative path.</summary>
    private string Relocate(string source)
    {
        if (!_relocated.TryGetValue(source, out var current))
        {
            _relocated[source] = current = FindRelocated(source);
        }

        return current;
    }

    private string FindRelocated(string source)
    {
        var (kind, name) = (Path.GetFileName(Path.GetDirectoryName(source)), Path.GetFileName(source));
        var isInLibrary = (kind == LibraryLayout.Uploads && ArtifactPattern.IsUpload(name)) || (kind == LibraryLayout.Videos && ArtifactPattern.IsId(name));
        return isInLibrary && Path.Combine(library, kind!, name) is var path && File.Exists(path) ? path : source;
    }

    /// <summary>Journals each upload whose name is the hash of its content, which proves that the server wrote it.</summary>
    private void AddUploads(CancellationToken cancellationToken)
    {
        var folder = Path.Combine(library, LibraryLayout.Uploads);
        foreach (var name in Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Select(static f => Path.GetFileName(f)!).Where(ArtifactPattern.IsUpload) : [])
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (HashFile(Path.Combine(folder, name)).StartsWith(name[..UploadDigits], StringComparison.Ordinal))
            {
                connection.Execute("INSERT OR IGNORE INTO journal (path) VALUES ($path)", ("$path", $"{LibraryLayout.Uploads}/{name}"));
            }
        }
    }

    private string FindSource(string id) => _sources.GetValueOrDefault(id, $"restored/{id}");

    private string[] ListIds(string kind) => Directory.Exists(Path.Combine(library, kind))
        ? [.. Directory.EnumerateDirectories(Path.Combine(library, kind)).Select(static f => Path.GetFileName(f)!).Where(ArtifactPattern.IsId).Order(StringComparer.Ordinal)]
        : [];

    private string[] ListNames(string kind, string id) =>
        [.. Directory.EnumerateFiles(Path.Combine(library, kind, id)).Select(static f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    private Artifact DescribeFile(string path)
    {
        var full = Path.Combine(library, path);
        return new Artifact(path, HashFile(full), new FileInfo(full).Length);
    }

    private static string HashFile(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
