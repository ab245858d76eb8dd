using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Reelmill.Library.Artifacts;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Library.Ownership;

/// <summary>Fills a catalog with what the files of its library tell: manifest, frames, streams, chunks and uploads.</summary>
/// <param name="library">The library's folder.</param>
/// <param name="connection">The catalog.</param>
/// <param name="now">The time of the repair, in Unix milliseconds.</param>
internal sealed class CatalogRebuild(string library, SqliteConnection connection, long now)
{
    private const string Mine = "mine";
    private const string Hls = "hls";
    private const string Chunk = "chunk";
    private const int ContentDigits = 20;
    private const int UploadDigits = 24;

    private readonly Dictionary<string, string> _sources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _places = new(StringComparer.Ordinal);

    /// <summary>How many frames, streams and chunks were restored.</summary>
    public (long Frames, long Streams, long Chunks) Restored { get; private set; }

    /// <summary>Restores what is missing; what the catalog has already is left alone.</summary>
    public void Run(CancellationToken cancellationToken)
    {
        ReadManifest();
        foreach (var id in Ids(LibraryLayout.Frames))
        {
            cancellationToken.ThrowIfCancellationRequested();
            AddFrames(id);
        }

        foreach (var id in Ids(LibraryLayout.Hls))
        {
            cancellationToken.ThrowIfCancellationRequested();
            AddStream(id);
        }

        foreach (var id in Ids(LibraryLayout.Chunks))
        {
            cancellationToken.ThrowIfCancellationRequested();
            AddChunks(id);
        }

        AddUploads(cancellationToken);
    }

    private int AddItem(string pipeline, string source, string video) =>
        RestoredTable.AddItem(connection, ItemId.Of(pipeline, LibraryLayout.PlaceOf(library, source)), pipeline, source, video, now);

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
            var source = Moved(found.Source);
            _sources[frame.Video] = source;
            if (RestoredTable.HasItem(connection, Mine, frame.Video) || AddItem(Mine, source, frame.Video) > 0)
            {
                AddFrame(frame);
            }
        }
    }

    /// <summary>A dropped frame may have its file still; the manifest does not name it.</summary>
    private void AddFrame(FrameRecord frame)
    {
        var path = frame.Path ?? $"{LibraryLayout.Frames}/{frame.Video}/{LibraryLayout.FrameName(frame.TimeMs)}";
        if (File.Exists(Path.Combine(library, path)))
        {
            var file = FileOf(path);
            var (width, height) = JpegSize.Of(Path.Combine(library, path));
            frame = frame with { Width = width, Height = height, Path = path, Sha256 = frame.Sha256 ?? file.Sha256, Bytes = file.Bytes };
        }

        Restored = Restored with { Frames = Restored.Frames + RestoredTable.AddFrame(connection, frame) };
    }

    /// <summary>Frames of a run that was killed before it wrote the manifest.</summary>
    private void AddFrames(string id)
    {
        foreach (var name in Names(LibraryLayout.Frames, id).Where(ArtifactShape.IsFrame))
        {
            var time = long.Parse(Path.GetFileNameWithoutExtension(name), CultureInfo.InvariantCulture);
            if (connection.Number("SELECT count(*) FROM frames WHERE video = $video AND time_ms = $time", ("$video", id), ("$time", time)) > 0)
            {
                continue;
            }

            if (!RestoredTable.HasItem(connection, Mine, id))
            {
                AddItem(Mine, SourceOf(id), id);
            }

            var file = FileOf($"{LibraryLayout.Frames}/{id}/{name}");
            AddFrame(RestoredFrame.Of(id, time, file));
        }
    }

    private void AddStream(string id)
    {
        var names = Names(LibraryLayout.Hls, id);
        if (!names.Contains("master.m3u8", StringComparer.Ordinal) || RestoredTable.HasItem(connection, Hls, id))
        {
            return;
        }

        AddItem(Hls, SourceOf(id), id);
        foreach (var name in names.Where(static n => Path.GetExtension(n) is ".m3u8" or ".m4s" or ".mp4" or ".ts" or ".vtt" or ".jpg"))
        {
            RestoredTable.AddFile(connection, Hls, id, FileOf($"{LibraryLayout.Hls}/{id}/{name}"));
        }

        Restored = Restored with { Streams = Restored.Streams + 1 };
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
            var segments = document.RootElement.GetProperty("segments").EnumerateArray().ToArray();
            var source = Moved(document.RootElement.GetProperty("source").GetString()!);
            var sha256 = document.RootElement.GetProperty("source_sha256").GetString()!;
            var isProven = ItemId.Of(Chunk, LibraryLayout.PlaceOf(library, source)) == id || segments.Any(s => IsWhole(id, s));
            if (!isProven || RestoredTable.AddItem(connection, id, Chunk, source, sha256[..ContentDigits], now) == 0)
            {
                return;
            }

            foreach (var segment in segments)
            {
                var added = RestoredTable.AddChunk(connection, id, segment.GetProperty("sequence").GetInt32(), segment.GetRawText());
                Restored = Restored with { Chunks = Restored.Chunks + added };
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            // It is not what was written; its folder goes to lost+found with all that is unknown.
        }
    }

    /// <summary>Whether a chunk is there as its manifest says. The source of a URL with secrets in it does not prove what the folder is, since the manifest leaves them out.</summary>
    private bool IsWhole(string id, JsonElement segment) =>
        segment.TryGetProperty("file", out var file) && segment.TryGetProperty("sha256", out var sha256)
        && Path.Combine(library, LibraryLayout.Chunks, id, Path.GetFileName(file.GetString()!)) is var path && File.Exists(path)
        && Sha256(path) == sha256.GetString();

    /// <summary>Where a source is now: an upload or a kept download of a library that was moved or copied lies at the same place in it.</summary>
    private string Moved(string source)
    {
        if (!_places.TryGetValue(source, out var place))
        {
            _places[source] = place = Find(source);
        }

        return place;
    }

    private string Find(string source)
    {
        var (kind, name) = (Path.GetFileName(Path.GetDirectoryName(source)), Path.GetFileName(source));
        var isOwn = (kind == LibraryLayout.Uploads && ArtifactShape.IsUpload(name)) || (kind == LibraryLayout.Videos && ArtifactShape.IsId(name));
        return isOwn && Path.Combine(library, kind!, name) is var here && File.Exists(here) ? here : source;
    }

    /// <summary>An upload is named by its content, which proves that the server put it there.</summary>
    private void AddUploads(CancellationToken cancellationToken)
    {
        var folder = Path.Combine(library, LibraryLayout.Uploads);
        foreach (var name in Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Select(static f => Path.GetFileName(f)!).Where(ArtifactShape.IsUpload) : [])
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Sha256(Path.Combine(folder, name)).StartsWith(name[..UploadDigits], StringComparison.Ordinal))
            {
                connection.Execute("INSERT OR IGNORE INTO journal (path) VALUES ($path)", ("$path", $"{LibraryLayout.Uploads}/{name}"));
            }
        }
    }

    private string SourceOf(string id) => _sources.GetValueOrDefault(id, $"restored/{id}");

    private string[] Ids(string kind) => Directory.Exists(Path.Combine(library, kind))
        ? [.. Directory.EnumerateDirectories(Path.Combine(library, kind)).Select(static f => Path.GetFileName(f)!).Where(ArtifactShape.IsId).Order(StringComparer.Ordinal)]
        : [];

    private string[] Names(string kind, string id) =>
        [.. Directory.EnumerateFiles(Path.Combine(library, kind, id)).Select(static f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    private Artifact FileOf(string path)
    {
        var full = Path.Combine(library, path);
        return new Artifact(path, Sha256(full), new FileInfo(full).Length);
    }

    private static string Sha256(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
